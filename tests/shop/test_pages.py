"""The pages of the shop's own words."""

import re

import pytest
from flask import Flask

from storefront.core.errors import NotFound
from storefront.core.forms import parse
from storefront.domain.content import pages
from storefront.domain.content.errors import PageTaken
from storefront.domain.content.forms import PageForm
from storefront.domain.content.services import change_trade
from tests.browser import Browser
from tests.crawler import SITE, Crawler, Page


@pytest.fixture
def written(app: Flask) -> None:
    """The pages that a new shop opens with."""
    assert pages.open_first_pages() == len(pages.FIRST_SLUGS)


def form(**said: object) -> PageForm:
    return parse(PageForm, {"title": "About us", "summary": "Who we are.", "body": "We make rings.", "place": "house", **said})


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("slug", pages.FIRST_SLUGS)
def test_every_first_page_is_at_its_address_in_whole_words(client: Browser, slug: str) -> None:
    answer = client.get(f"/{slug}")

    page = Page(slug, answer.status_code, 0).read(answer.text)
    assert page.status == 200
    assert page.headings == 1
    assert page.canonical == f"{SITE}/{slug}"
    assert len(page.meta["description"]) > 40
    text = re.sub(r"<script.*?</script>|<meta[^>]*>", "", answer.text, flags=re.S)
    assert "{" not in text.partition('<main id="main"')[2], "a term of trade without a value"
    assert " style=" not in text


@pytest.mark.usefixtures("written")
def test_pages_are_found_from_the_first_page_and_from_the_sitemap(client: Browser) -> None:
    addresses = {f"{SITE}/{slug}" for slug in pages.FIRST_SLUGS}

    found, listed = Crawler(client).from_page("/"), Crawler(client).from_sitemap()

    assert addresses <= found.pages.keys()
    assert addresses <= listed.pages.keys()
    assert [page.address for page in found.pages.values() if page.status != 200] == []


@pytest.mark.usefixtures("written")
def test_opening_the_shop_again_leaves_what_staff_have_written(client: Browser) -> None:
    pages.change_page("about", form(body="Only this."), None)

    assert pages.open_first_pages() == 0
    assert "Only this." in client.get("/about").text


@pytest.mark.usefixtures("written")
def test_a_change_shows_at_once_on_the_page_and_in_every_footer(client: Browser) -> None:
    client.get("/about"), client.get("/shop")

    pages.change_page("about", form(title="Our house", body="New words."), None)

    assert "<h1>Our house</h1>" in client.get("/about").text
    assert '<a href="/about">Our house</a>' in client.get("/shop").text


@pytest.mark.usefixtures("written")
def test_the_terms_of_trade_stand_in_the_words(client: Browser) -> None:
    change_trade({"return_days": 21, "free_delivery_from": 25_000_00}, None)

    assert "21 days" in client.get("/returns").text
    assert "₹25,000" in client.get("/delivery").text


@pytest.mark.usefixtures("written")
def test_a_page_that_is_kept_costs_one_statement(client: Browser, statements) -> None:
    client.get("/about")

    with statements(at_most=1):
        client.get("/about")


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[here](javascript:alert(1))", "[here](javascript:alert(1))"),
        ("<b onclick=x>bold</b>", "&lt;b onclick=x&gt;bold&lt;/b&gt;"),
        ("# Big", '<h2 id="big">Big</h2>'),
        ("{return_days} {nothing}", "15 {nothing}"),
    ],
)
def test_words_are_words_and_never_a_program(client: Browser, words: str, shown: str) -> None:
    pages.change_page("about", form(body=words), None)

    assert shown in client.get("/about").text


@pytest.mark.usefixtures("written")
def test_a_page_that_is_put_away_is_gone_for_everyone(client: Browser) -> None:
    client.get("/about")

    pages.change_page("about", form(isActive=False), None)

    assert client.get("/about").status_code == 404
    assert '"/about"' not in client.get("/shop").text


def test_a_page_that_staff_have_added_has_an_address_too(client: Browser) -> None:
    assert pages.add_page(form(title="Our workshop", body="Come in."), None) == "our-workshop"
    pages.open_first_pages()

    assert "Come in." in client.get("/pages/our-workshop").text
    assert '<a href="/pages/our-workshop">Our workshop</a>' in client.get("/pages/our-workshop").text
    assert (client.get("/pages/about").status_code, client.get("/pages/about").location) == (301, "/about")
    with pytest.raises(PageTaken):
        pages.add_page(form(title="Our Workshop"), None)


def test_a_page_that_is_not_there_is_404_and_cannot_be_changed(client: Browser) -> None:
    assert client.get("/pages/nothing").status_code == 404
    assert client.get("/pages/%00").status_code == 404
    assert client.get("/about").status_code == 404
    with pytest.raises(NotFound):
        pages.change_page("about", form(), None)
