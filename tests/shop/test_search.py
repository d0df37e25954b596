"""Searching, and suggestions while one types."""

import re
from typing import Any

import pytest

from storefront.domain.accounts import Person
from tests.browser import Browser
from tests.factories.catalog import a_catalog, a_ring, some_products
from tests.factories.people import who_likes
from tests.shop.test_listing import names, removals

HTMX = {"HX-Request": "true"}


def test_a_search_shows_what_has_every_word(client: Browser) -> None:
    a_ring(name="Lotus Ruby Ring")
    a_ring(name="Lotus Ring")

    page = client.get("/search?q=ruby+lotus")

    assert names(page.text) == ["Lotus Ruby Ring"]
    assert "Found for “ruby lotus”" in page.text


def test_a_slip_of_the_pen_is_understood_and_named(client: Browser) -> None:
    a_ring(name="Sapphire Ring")

    page = client.get("/search?q=saphire")

    assert names(page.text) == ["Sapphire Ring"]
    assert "Nothing is called “saphire”, so these are the results for “sapphire”." in page.text


def test_a_search_without_results_helps_on(client: Browser) -> None:
    a_ring()

    page = client.get("/search?q=umbrella")

    assert page.status_code == 200
    assert "Nothing is called “umbrella”" in page.text
    assert 'href="/c/rings"' in page.text


@pytest.mark.parametrize("query", ["", "?q=", "?q=+++", "?q=%00"])
def test_without_words_the_page_asks_for_them(client: Browser, query: str) -> None:
    page = client.get(f"/search{query}")

    assert page.status_code == 200
    assert "What are you looking for?" in page.text


def test_a_search_can_be_narrowed_and_ordered_like_any_list(client: Browser) -> None:
    some_products(
        {"name": "Ruby Band", "category": "Rings", "price": 20_000, "specifications": {"material": "Silver"}},
        {"name": "Ruby Drops", "category": "Earrings", "price": 9_000, "specifications": {"material": "Silver"}},
        {"name": "Ruby Halo", "category": "Earrings", "price": 8_000, "specifications": {"material": "Platinum"}},
    )

    page = client.get("/search?q=ruby&metal=silver&sort=price_asc")

    assert names(page.text) == ["Ruby Drops", "Ruby Band"]
    assert removals(page.text) == {"Silver": "/search?q=ruby&sort=price_asc"}
    assert 'href="/search?q=ruby&amp;category=rings&amp;sort=price_asc&amp;metal=silver"' in page.text


def test_a_search_within_a_room_can_leave_it(client: Browser) -> None:
    some_products(
        {"name": "Ruby Band", "category": "Rings", "price": 2_000}, {"name": "Ruby Drops", "category": "Earrings", "price": 9_000}
    )

    page = client.get("/search?q=ruby&category=rings")

    assert names(page.text) == ["Ruby Band"]
    assert removals(page.text) == {"Rings": "/search?q=ruby"}
    assert '<input type="hidden" name="category" value="rings">' in page.text


def test_a_long_list_of_results_goes_on(client: Browser) -> None:
    a_catalog(120)

    first, second = client.get("/search?q=rings"), client.get("/search?q=rings&page=2")

    assert 'href="/search?q=rings&amp;page=2"' in first.text
    assert len(names(first.text)) == 24
    assert len(names(second.text)) == 6
    assert not set(names(first.text)) & set(names(second.text))


def test_htmx_gets_the_parts_of_a_search(client: Browser) -> None:
    a_ring(name="Ruby Ring")

    part = client.get("/search?q=ruby&sort=", headers=HTMX)

    assert part.headers["HX-Push-Url"] == "/search?q=ruby"
    assert 'id="results"' in part.text
    assert "<html" not in part.text


@pytest.mark.parametrize("words", ["<b>ruby</b>", '"', "ruby' OR 1=1 --", "%", "*", "(", "NEAR(", "x" * 500, "😀", "page=2&q=a"])
def test_whatever_one_types_is_only_words(client: Browser, words: str) -> None:
    a_ring(name="Ruby Ring")

    for address in ("/search", "/search/suggestions"):
        page = client.get(address, query_string={"q": words})
        assert page.status_code == 200
        assert "<b>ruby</b>" not in page.text


def test_search_pages_are_not_for_search_engines(client: Browser) -> None:
    a_ring(name="Ruby Ring")

    assert '<meta name="robots" content="noindex">' in client.get("/search?q=ruby").text


def test_suggestions_are_links_to_pieces_rooms_and_occasions(client: Browser) -> None:
    some_products({"name": "Ringlet Chain", "slug": "ringlet", "category": "Rings", "price": 1, "tags": ["ring bearer"]})

    part = client.get("/search/suggestions?q=ring", headers=HTMX)

    assert re.findall(r'role="option"[^>]*href="([^"]+)"', part.text) == [
        "/p/ringlet",
        "/c/rings",
        "/t/ring-bearer",
        "/search?q=ring",
    ]
    assert "<mark>Ring</mark>let Chain" in part.text


def test_nothing_is_suggested_for_nothing(client: Browser) -> None:
    a_ring()

    for query in ("", "?q=", "?q=zzqq"):
        assert client.get(f"/search/suggestions{query}", headers=HTMX).text.strip() == ""


def test_a_search_costs_few_statements(client: Browser, statements: Any) -> None:
    a_catalog(60)
    client.get("/search?q=ruby")

    with statements(at_most=8):
        client.get("/search?q=emerald")


def test_what_somebody_likes_comes_first_in_their_search_alone(client: Browser, as_customer: Browser, customer: Person) -> None:
    some_products(
        {"name": "Gold Signet", "category": "Rings", "price": 9_000},
        {"name": "Gold Hoop", "category": "Earrings", "price": 9_000},
    )
    who_likes(customer, "rings")

    answers = [browser.get("/search?q=gold").text for browser in (client, as_customer, client)]

    assert [names(page)[0] for page in answers] == ["Gold Hoop", "Gold Signet", "Gold Hoop"]
    found = as_customer.get("/products/search?q=gold").json["result"]["products"]
    assert [one["name"] for one in found] == ["Gold Signet", "Gold Hoop"]


def test_past_searches_come_from_the_browser_and_can_be_forgotten(client: Browser) -> None:
    part = client.get("/search/suggestions?past=jhumka&past=<ruby>&past=+").text

    assert part.count('role="option"') == 3
    assert 'href="/search?q=jhumka"' in part
    assert "&lt;ruby&gt;" in part
    assert "data-forget" in part
