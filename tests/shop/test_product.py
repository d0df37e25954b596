"""A piece's page."""

import json
import re
from typing import Any

import pytest

from storefront.core.forms import parse
from storefront.domain.catalog import services
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.catalog.services.beside import put_beside
from storefront.domain.content.pages import open_first_pages
from storefront.domain.delivery.forms import ZoneForm
from storefront.domain.delivery.services import add_zone
from tests.browser import Browser
from tests.factories.catalog import a_category, a_ring, a_ring_with_choices, some_products
from tests.factories.reviews import an_approved_review

HTMX = {"HX-Request": "true"}


def facts(text: str) -> dict[str, Any]:
    """What the page tells machines, by kind."""
    found = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]
    return {one["@type"]: one for one in found}


def test_a_piece_shows_name_price_saving_and_words(client: Browser) -> None:
    a_ring(slug="lotus-ring", name="Lotus Ring", price=148_500, comparePrice=164_900, description="Held high in six prongs.")

    page = client.get("/p/lotus-ring")

    assert "<h1>Lotus Ring</h1>" in page.text
    assert "₹1,48,500" in page.text
    assert "You save ₹16,400." in page.text
    assert "Held high in six prongs." in page.text


def test_the_first_value_of_each_choice_is_chosen_for_the_buyer(client: Browser) -> None:
    a_ring_with_choices(slug="lotus-ring")

    page = client.get("/p/lotus-ring")

    assert re.search(r'name="option.size" value="8" required checked', page.text)
    assert re.search(r'name="option.metal" value="18 kt yellow gold" required checked', page.text)
    assert page.text.count(" checked") == 2


def test_the_form_puts_what_was_chosen_into_the_bag(client: Browser) -> None:
    ring = a_ring_with_choices(slug="lotus-ring", name="Lotus Ring", stock=5)
    form = re.search(r'<form[^>]*id="buy"[^>]*>', client.get("/p/lotus-ring").text)
    assert form is not None
    assert 'method="post" action="/bag/lines"' in form[0]

    fields = {"product_id": ring, "option.size": "12", "option.metal": "18 kt white gold", "quantity": "2"}
    answer = client.post("/bag/lines", data=fields)

    assert answer.status_code == 303
    assert "size 12, 18 kt white gold" in client.get(answer.location).text.replace(
        "18 kt white gold, size 12", "size 12, 18 kt white gold"
    )


def test_what_is_sold_out_says_so_and_has_no_button_to_buy(client: Browser) -> None:
    a_ring(slug="lotus-ring", stock=0)

    page = client.get("/p/lotus-ring")

    assert "Sold out." in page.text
    assert not re.search(r"<button[^>]*>Add to bag", page.text)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"stock": 20}, "In stock."),
        ({"stock": 2}, "Only 2 left."),
        ({"stock": 0}, "Sold out."),
        ({"stock": 0, "preorderAvailable": True}, "Made to order."),
        ({"stock": None}, "Made to order."),
    ],
)
def test_the_stock_line_is_as_things_stand(client: Browser, said: dict[str, Any], words: str) -> None:
    a_ring(slug="lotus-ring", **said)

    part = client.get("/p/lotus-ring/stock", headers=HTMX)

    assert words in part.text
    assert part.headers["Cache-Control"] == "no-store"
    assert "<html" not in part.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"stock": 1}, "Available."),
        ({"stock": None}, "Available."),
        ({"stock": 0, "preorderAvailable": True}, "Made to order."),
        ({"stock": 0}, "Sold out."),
    ],
)
def test_the_page_asks_for_the_stock_and_says_something_true_until_it_comes(
    client: Browser, said: dict[str, Any], words: str
) -> None:
    a_ring(slug="lotus-ring", **said)

    page = client.get("/p/lotus-ring")

    assert re.search(
        rf'data-hx-get="/p/lotus-ring/stock" data-hx-trigger="load"[^>]*>\s*<p class="stock.*?<b>{words}</b>', page.text
    )


def test_a_sale_that_empties_the_stock_shows_on_the_page_that_is_kept(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring", stock=1)
    client.get("/p/lotus-ring")

    services.change_product(ring, ProductChanges(no_of_products=0), None)

    assert "Sold out." in client.get("/p/lotus-ring").text


def test_a_piece_stands_in_its_room(client: Browser) -> None:
    a_ring(slug="lotus-ring", name="Lotus Ring")

    page = client.get("/p/lotus-ring")

    assert '<li><a href="/c/rings">Rings</a></li><li aria-current="page">Lotus Ring</li>' in page.text


def test_related_pieces_stand_beside_it(client: Browser) -> None:
    a_ring(name="Plain Band")
    a_ring(slug="lotus-ring")

    page = client.get("/p/lotus-ring")

    assert "Beautiful beside it" in page.text
    assert "Plain Band</a></h3>" in page.text


def test_a_former_address_leads_to_the_present_one(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")
    services.change_product(ring, ProductChanges(slug="kamal-ring"), None)

    answer = client.get("/p/lotus-ring")

    assert (answer.status_code, answer.location) == (301, "/p/kamal-ring")


def test_a_pieces_id_leads_to_its_address(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")

    answer = client.get(f"/p/{ring}")

    assert (answer.status_code, answer.location) == (301, "/p/lotus-ring")


@pytest.mark.parametrize("slug", ["nothing", "%00", "x" * 300])
@pytest.mark.parametrize("part", ["", "/stock"])
def test_what_is_not_there_is_a_404(client: Browser, slug: str, part: str) -> None:
    assert client.get(f"/p/{slug}{part}").status_code == 404


def test_what_is_hidden_is_for_staff_alone(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    a_ring(slug="lotus-ring", visibility=False)

    assert client.get("/p/lotus-ring").status_code == 404
    assert as_customer.get("/p/lotus-ring").status_code == 404
    page = as_admin.get("/p/lotus-ring")
    assert "Only staff see this page" in page.text
    assert '<meta name="robots" content="noindex">' in page.text


def test_search_engines_learn_what_it_costs_and_whether_it_is_there(client: Browser) -> None:
    a_ring(slug="lotus-ring", name="Lotus Ring", price=148_500, sku="RI-101")

    found = facts(client.get("/p/lotus-ring").text)

    offer = found["Product"]["offers"]
    assert (found["Product"]["name"], found["Product"]["sku"]) == ("Lotus Ring", "RI-101")
    assert (offer["price"], offer["priceCurrency"], offer["availability"]) == ("148500", "INR", "https://schema.org/InStock")
    assert offer["url"] == "http://localhost/p/lotus-ring"
    assert [one["name"] for one in found["BreadcrumbList"]["itemListElement"]] == ["Home", "Rings", "Lotus Ring"]


def test_search_engines_learn_what_its_delivery_costs_and_for_how_long_it_may_come_back(client: Browser) -> None:
    a_ring(slug="small-ring", price=4_950)
    a_ring(slug="lotus-ring", price=148_500)

    small, dear = (facts(client.get(f"/p/{slug}").text)["Product"]["offers"] for slug in ("small-ring", "lotus-ring"))

    assert [one["shippingDetails"]["shippingRate"]["value"] for one in (small, dear)] == ["150", "0"]
    assert small["shippingDetails"]["shippingDestination"]["addressCountry"] == "IN"
    assert dear["hasMerchantReturnPolicy"]["merchantReturnDays"] == 15


def test_what_depends_on_the_pin_code_is_not_told_as_one_price(client: Browser) -> None:
    add_zone(parse(ZoneForm, {"name": "Far", "pins": ["79"], "fee": 900}), None)
    a_ring(slug="small-ring", price=4_950)

    offer = facts(client.get("/p/small-ring").text)["Product"]["offers"]

    assert "shippingDetails" not in offer


@pytest.mark.parametrize(("is_active", "way"), [(True, ["Home", "Jewellery", "Rings"]), (False, ["Home", "Rings"])])
def test_a_piece_stands_in_its_category_and_in_what_that_stands_under(client: Browser, is_active: bool, way: list[str]) -> None:
    above = a_category("Jewellery", isActive=is_active)
    a_category("Rings", parentCategory=above)
    a_ring(slug="lotus-ring", name="Lotus Ring")

    piece, room = client.get("/p/lotus-ring").text, client.get("/c/rings").text

    assert [one["name"] for one in facts(piece)["BreadcrumbList"]["itemListElement"]] == [*way, "Lotus Ring"]
    assert [one["name"] for one in facts(room)["BreadcrumbList"]["itemListElement"]] == way
    shown = re.search(r'<nav class="breadcrumbs".*?</nav>', piece, re.DOTALL)
    assert shown
    assert re.findall(r'<a href="[^"]+">([^<]+)</a>', shown[0]) == way


def test_what_staff_write_cannot_leave_its_place(client: Browser) -> None:
    nasty = "</script><script>alert(1)</script>"
    a_ring(slug="lotus-ring", name=nasty, description=nasty, specifications={nasty: nasty}, metaDescription=nasty)

    page = client.get("/p/lotus-ring").text

    assert "<script>alert" not in page
    assert facts(page)["Product"]["name"] == nasty


def test_a_shared_link_shows_picture_and_words(client: Browser) -> None:
    a_ring(slug="lotus-ring", images=["https://pictures.example.in/lotus.jpg"], metaDescription="A quiet classic.")

    page = client.get("/p/lotus-ring").text

    assert '<meta property="og:image" content="https://pictures.example.in/lotus.jpg">' in page
    assert '<meta name="description" content="A quiet classic.">' in page
    assert '<link rel="canonical" href="http://localhost/p/lotus-ring">' in page


def test_a_piece_without_pictures_or_words_still_has_a_page(client: Browser) -> None:
    some_products({"name": "Plain Band", "slug": "plain-band", "category": "Rings", "price": 1})

    page = client.get("/p/plain-band")

    assert page.status_code == 200
    assert 'class="photo bare"' in page.text


def test_a_page_that_is_not_kept_costs_four_statements(client: Browser, statements: Any) -> None:
    a_ring(slug="other-ring", tags=["bridal"])
    a_ring(slug="lotus-ring", tags=["bridal"])
    put_beside({})
    client.get("/p/other-ring")

    with statements(at_most=4):
        page = client.get("/p/lotus-ring")

    assert page.status_code == 200


def test_the_stock_line_costs_two_statements(client: Browser, statements: Any) -> None:
    a_ring(slug="lotus-ring", stock=3)
    client.get("/p/lotus-ring/stock")

    with statements(at_most=2):
        client.get("/p/lotus-ring/stock")


def test_the_rating_stands_on_the_page_and_in_the_facts_once_somebody_has_given_one(client: Browser) -> None:
    ring = a_ring(slug="lotus-ring")
    assert "aggregateRating" not in facts(client.get("/p/lotus-ring").text)["Product"]

    for stars in (5, 4, 4):
        an_approved_review(ring, rating=stars)

    page = client.get("/p/lotus-ring").text
    assert facts(page)["Product"]["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "4.33",
        "reviewCount": 3,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert "Rated </span>4.3" in page


def test_the_choice_of_a_size_leads_to_the_size_guide(client: Browser) -> None:
    open_first_pages()
    a_ring_with_choices(slug="lotus-ring")
    a_ring(slug="plain-ring")

    page, plain = client.get("/p/lotus-ring").text, client.get("/p/plain-ring").text

    assert re.search(r'<legend>Size <a href="/size-guide#rings" data-drawer="size-guide"', page)
    assert 'id="size-guide-words"' in page
    assert "/size-guide" not in plain.partition("<main")[2].partition("</main>")[0]


def test_the_size_guide_opens_at_its_kind_of_piece(client: Browser) -> None:
    open_first_pages()
    sizes = {"price": 900, "variants": {"sizes": ["1", "2"]}}
    kinds = {"Rings": "/size-guide#rings", "Bangles": "/size-guide#bangles", "Necklaces": "/size-guide#chains", "Coins": None}
    for kind, there in kinds.items():
        some_products({"name": f"One of the {kind}", "slug": f"one-of-{kind.lower()}", "category": kind, **sizes})

        shown = client.get(f"/p/one-of-{kind.lower()}").text

        assert ('data-drawer="size-guide"' in shown) == (there is not None)
        assert there is None or f'href="{there}"' in shown
