"""What a search engine finds, from the sitemap and from the first page."""

from typing import Any

import pytest

from storefront.domain.content.pages import open_first_pages
from tests.browser import Browser
from tests.crawler import SITE, Crawler, Page
from tests.factories.catalog import a_category, a_ring, some_products

NEEDS: dict[str, set[str]] = {
    "Organization": {"name", "url", "logo"},
    "WebSite": {"name", "url", "potentialAction"},
    "BreadcrumbList": {"itemListElement"},
    "ItemList": {"itemListElement"},
    "Product": {"name", "offers"},
    "Offer": {"price", "priceCurrency", "availability", "url"},
    "ListItem": {"position"},
}
"""What search engines ask of each kind of fact."""


def check_facts(page: Page, fact: Any) -> None:
    kind = fact["@type"]
    missing = NEEDS.get(kind, set()) - fact.keys()
    assert not missing, f"{page.address}: {kind} lacks {missing}"
    for one in fact.get("itemListElement", ()):
        check_facts(page, one)
        address = one.get("url") or one.get("item")
        assert address.startswith("http"), f"{page.address}: {one}"
    if "offers" in fact:
        check_facts(page, fact["offers"])


@pytest.fixture
def shop(client: Browser) -> Browser:
    """Sixty pieces in three rooms, one of which goes over two pages, and the shop's own words."""
    open_first_pages()
    a_category("Earrings", description="Jhumkas and drops.")
    kinds = ("Rings", "Rings", "Rings", "Earrings", "Bangles")
    metals = ("Yellow gold", "Platinum")
    some_products(
        *(
            {
                "name": f"Piece {number}",
                "category": kinds[number % 5],
                "price": 9_000 + number,
                "tags": ["bridal"] if number % 3 else [],
                "specifications": {"material": metals[number % 2]},
                **({"description": "Held high in six prongs."} if number % 2 else {}),
            }
            for number in range(60)
        )
    )
    a_ring(name="Hidden Ring", visibility=False)
    return client


_found: dict[str, Crawler] = {}


@pytest.fixture
def found(request: pytest.FixtureRequest, engine_name: str) -> Crawler:
    """All that the first page of such a shop leads to. It is plain data, so one walk on each engine serves all who ask."""
    if engine_name not in _found:
        _found[engine_name] = Crawler(request.getfixturevalue("shop")).from_page("/")
    return _found[engine_name]


def test_the_sitemap_and_the_first_page_lead_to_the_same_pieces(shop: Browser, found: Crawler) -> None:
    listed = Crawler(shop).from_sitemap()

    assert len(listed.products) == 60
    assert found.products == listed.products
    assert listed.pages.keys() - found.pages.keys() == set()


def test_a_sitemap_names_only_pages_that_are_there_and_are_to_be_found(shop: Browser) -> None:
    for page in Crawler(shop).from_sitemap().pages.values():
        assert (page.status, page.hops) == (200, 0), page.address
        assert page.is_indexed, page.address
        assert page.canonical == page.address, page.address


def test_no_link_is_broken_or_leads_on_and_on(found: Crawler) -> None:
    assert [page.address for page in found.pages.values() if page.status != 200 or page.hops > 1] == []


def test_every_page_has_what_search_engines_show(found: Crawler) -> None:
    assert len(found.pages) > 60
    for page in found.pages.values():
        assert page.title, page.address
        assert page.meta.get("description", "").strip(), page.address
        assert page.canonical.startswith(f"{SITE}/"), page.address
        assert page.headings == 1, page.address
        assert page.meta.get("og:title"), page.address


def test_no_two_pages_that_are_to_be_found_have_one_canonical_address_and_other_titles(found: Crawler) -> None:
    titles: dict[str, set[str]] = {}
    for page in found.pages.values():
        titles.setdefault(page.canonical, set()).add(page.title)

    assert {address: words for address, words in titles.items() if len(words) > 1} == {}


def test_every_page_tells_machines_what_they_ask_for(found: Crawler) -> None:
    for page in found.pages.values():
        for fact in page.facts:
            assert fact["@context"] == "https://schema.org", page.address
            check_facts(page, fact)


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/", {"Organization", "WebSite"}),
        ("/shop", {"BreadcrumbList", "ItemList"}),
        ("/c/rings", {"BreadcrumbList", "ItemList"}),
        ("/t/bridal", {"BreadcrumbList", "ItemList"}),
        ("/p/piece-1", {"BreadcrumbList", "Product"}),
        ("/about", {"BreadcrumbList", "Organization"}),
        ("/size-guide", {"BreadcrumbList"}),
    ],
)
def test_a_page_tells_what_it_is(found: Crawler, address: str, kinds: set[str]) -> None:
    assert {fact["@type"] for fact in found.pages[SITE + address].facts} == kinds


def test_the_pieces_of_a_further_page_go_on_counting(found: Crawler) -> None:
    [pieces] = [fact for fact in found.pages[f"{SITE}/c/rings?page=2"].facts if fact["@type"] == "ItemList"]

    assert [one["position"] for one in pieces["itemListElement"]][:2] == [25, 26]


@pytest.mark.parametrize(
    "address", ["/search", "/search?q=piece", "/c/rings?metal=platinum", "/shop?price_max=9010", "/shop?page=99"]
)
def test_what_would_multiply_is_not_indexed(shop: Browser, address: str) -> None:
    page = Page(address, 200, 0).read(shop.get(address).text)

    assert not page.is_indexed
    assert page.canonical.startswith(SITE)


def test_another_order_is_the_same_page(shop: Browser) -> None:
    page = Page("", 200, 0).read(shop.get("/c/rings?sort=price_asc").text)

    assert page.is_indexed
    assert page.canonical == f"{SITE}/c/rings"


def test_a_further_page_is_a_page_of_its_own(shop: Browser) -> None:
    page = Page("", 200, 0).read(shop.get("/c/rings?page=2").text)

    assert page.canonical == f"{SITE}/c/rings?page=2"
    assert page.title.startswith("Rings, page 2")
