"""What people get to read by mail: the same facts as text and as HTML, calm, complete, and safe whatever a name contains."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from storefront.core import site
from storefront.domain.notifications.letters import NEEDS, TEMPLATES, Letter, render

SHOP = {
    "name": "Meera & Daughters",
    "phone": "+91 20 4000 1234",
    "email": "help@meera.example.in",
    "hours": "10:00 to 19:00",
    "url": "https://meera.example.in",
}
RING = {
    "name": "Aarohi Solitaire Ring",
    "options": {"metal": "18 kt yellow gold", "Size": "12"},
    "quantity": 1,
    "price": 48_500_00,
    "picture_url": "https://meera.example.in/media/ring.webp",
}
DROPS = {"name": "Barkha Sapphire Drops", "options": {}, "quantity": 2, "price": 12_499_50, "picture_url": None}
FACTS: dict[str, Any] = {
    "shop": SHOP,
    "firstname": "Asha",
    "name": "Asha Rao",
    "link": "https://meera.example.in/order/KN-2611-7F3K9Q?signed=abc",
    "unsubscribe": "https://meera.example.in/newsletter/1/end?key=2",
    "hours": 1,
    "days": 7,
    "headline": "New for the season",
    "glance": "What the monsoon brought",
    "html": "<p>Three rings.</p>",
    "words": "Three rings.",
    "choices": "https://meera.example.in/account/letters",
    "pieces": [{"name": "Ring", "link": "https://meera.example.in/p/ring/review", "picture_url": None}],
    "buyer": "Asha Rao",
    "buyer_email": "asha@example.in",
    "number": "KN-2611-7F3K9Q",
    "lines": [RING, DROPS],
    "rows": [
        {"label": "Pieces", "amount": 73_499_00},
        {"label": "FESTIVE10", "amount": -7_349_90},
        {"label": "Delivery", "amount": 0},
    ],
    "total": 66_149_10,
    "tax": 1_926_67,
    "address": {"street": "14 Prabhat Road", "city": "Pune", "state": "Maharashtra", "zipCode": "411004", "country": "India"},
    "tracking_number": "BD 4417 2290 1",
    "given_back": 66_149_10,
    "amount": 12_499_50,
    "reason": "One earring was damaged on the way.",
}
ORDERED = ("order_confirmed", "order_shipped", "order_cancelled")


@pytest.fixture(autouse=True)
def our_site() -> Iterator[None]:
    before = site._site
    site.use(site.Site("https://kundan.example.in", "Kundan", Path(), "", "", ""))
    yield
    site._site = before


def letter(kind: str, **others: Any) -> Letter:
    return render(kind, {**FACTS, **others})


class Words(HTMLParser):
    """What a reader of the HTML sees, and whether every element is closed in its turn."""

    VOID = ("meta", "br", "img", "hr")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.text = " ".join(" ".join(self.seen).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.seen.append(data)


@pytest.mark.parametrize("kind", NEEDS)
def test_every_letter_is_whole_in_both_versions(kind: str) -> None:
    written = letter(kind)
    html = Words(written.html)

    assert html.open == []
    assert written.subject
    for text in (html.text, written.text):
        assert "Dear Asha" in text
        assert SHOP["name"] in text
        assert SHOP["phone"] in text
        assert "None" not in text
    assert FACTS["link"] in written.text
    assert FACTS["link"] in html.links


@pytest.mark.parametrize("kind", NEEDS)
def test_a_letter_links_and_shows_nothing_that_a_mail_program_could_not_find(kind: str) -> None:
    links = Words(letter(kind).html).links

    assert [link for link in links if not link.startswith(("https://meera.example.in", "tel:", "mailto:"))] == []


@pytest.mark.parametrize("kind", ORDERED)
def test_an_order_is_told_piece_by_piece_with_every_amount(kind: str) -> None:
    written = letter(kind)

    for text in (Words(written.html).text, written.text):
        for fact in (
            "KN-2611-7F3K9Q",
            "Aarohi Solitaire Ring",
            "18 kt yellow gold, size 12",
            "₹48,500",
            "2 pieces",
            "₹24,999",
            "−₹7,349.90",
            "Free",
            "₹66,149.10",
            "GST ₹1,926.67",
        ):
            assert fact in text


@pytest.mark.parametrize("kind", ["order_confirmed", "order_shipped"])
def test_the_address_is_told_if_there_is_one(kind: str) -> None:
    with_address, without = letter(kind), letter(kind, address=None)

    for text in (Words(with_address.html).text, with_address.text):
        assert "14 Prabhat Road" in text
        assert "Pune, Maharashtra 411004" in text
    for text in (Words(without.html).text, without.text):
        assert "Delivery address" not in text


def test_a_parcel_without_a_tracking_number_has_no_line_for_one() -> None:
    assert "Tracking number: BD 4417 2290 1" in letter("order_shipped").text
    assert "racking" not in letter("order_shipped", tracking_number=None).text
    assert "racking" not in letter("order_shipped", tracking_number=None).html


def test_who_cancels_reads_what_comes_back_or_that_nothing_was_charged() -> None:
    paid, unpaid = letter("order_cancelled"), letter("order_cancelled", given_back=0)

    for text in (Words(paid.html).text, paid.text):
        assert "₹66,149.10 is on its way back to you" in text
        assert "Nothing was charged" not in text
    for text in (Words(unpaid.html).text, unpaid.text):
        assert "Nothing was charged" in text


def test_a_refund_says_how_much_and_why() -> None:
    written = letter("order_refunded")

    assert written.subject == "₹12,499.50 is on its way back to you"
    for text in (Words(written.html).text, written.text):
        assert "₹12,499.50" in text
        assert "One earring was damaged on the way." in text


def test_the_link_to_a_new_password_says_how_long_it_lives() -> None:
    assert "within 1 hour." in letter("password_reset").text
    assert "within 24 hours." in letter("password_reset", hours=24).text


def test_without_a_name_the_greeting_is_still_polite() -> None:
    assert letter("welcome", firstname="", name="").text.startswith("Hello,\n")


def test_markup_in_a_name_is_shown_not_carried_out() -> None:
    written = letter("order_confirmed", name="<script>alert(1)</script>", lines=[{**RING, "name": "Ring <b>bold</b>"}])

    assert "<script" not in written.html
    assert "Ring &lt;b&gt;bold&lt;/b&gt;" in written.html
    assert "Ring <b>bold</b>" in written.text
    assert "Meera &amp; Daughters" in written.html
    assert "Meera & Daughters" in written.text


def test_a_subject_is_one_line_whatever_stands_in_it() -> None:
    assert (
        letter("order_confirmed", number="KN-1\r\nBcc: all@example.in").subject
        == "Your order KN-1 Bcc: all@example.in is confirmed"
    )


def test_text_has_no_gaps_where_something_is_left_out() -> None:
    for kind in NEEDS:
        bare = letter(kind, address=None, tracking_number=None, reason="", lines=[], rows=[], shop={})

        assert "\n\n\n" not in bare.text
        assert bare.text.endswith("\n")


def test_a_shop_that_is_not_named_is_the_one_of_the_settings() -> None:
    written = letter("welcome", shop={})

    assert written.subject == "Welcome to Kundan"
    assert "https://kundan.example.in" in written.text


def test_an_unknown_kind_and_a_missing_fact_are_programming_errors() -> None:
    with pytest.raises(KeyError, match="birthday"):
        render("birthday", FACTS)
    with pytest.raises(KeyError, match="order_shipped needs total, tracking_number"):
        render("order_shipped", {name: fact for name, fact in FACTS.items() if name not in ("total", "tracking_number")})


def test_every_kind_has_its_three_templates_and_no_folder_is_left_over() -> None:
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}

    assert folders == set(NEEDS)
    for kind in NEEDS:
        assert {path.name for path in (TEMPLATES / kind).iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_a_confirmation_tells_the_heads_of_the_tax() -> None:
    taxes = [{"label": "CGST 1.5 %", "amount": 963_33}, {"label": "SGST 1.5 %", "amount": 963_34}]

    written = letter("order_confirmed", taxes=taxes)

    for said in ("CGST 1.5 %: ₹963.33", "SGST 1.5 %: ₹963.34"):
        assert said in written.text
        assert said in Words(written.html).text
