"""sitemap.xml and robots.txt."""

import re
from xml.etree import ElementTree

import pytest

from storefront.domain.catalog.queries import crawl
from tests.browser import Browser
from tests.factories.catalog import a_ring, some_products

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client: Browser, address: str) -> list[str]:
    tree = ElementTree.fromstring(client.get(address).data)  # noqa: S314  our own
    return [str(place.text) for place in tree.iter(f"{SITEMAP}loc")]


def test_the_index_names_the_rooms_and_each_part(client: Browser) -> None:
    a_ring()

    parts = ["http://localhost/sitemap/rooms.xml", "http://localhost/sitemap/products-1.xml"]
    assert locations(client, "/sitemap.xml") == parts


def test_an_empty_shop_has_a_sitemap_too(client: Browser) -> None:
    assert locations(client, "/sitemap.xml") == ["http://localhost/sitemap/rooms.xml"]
    assert locations(client, "/sitemap/rooms.xml") == ["http://localhost/", "http://localhost/shop"]


def test_every_piece_stands_in_one_part(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "_BEGINNINGS", crawl.beginnings(4))
    monkeypatch.setattr(crawl, "_ENTRIES", crawl._ENTRIES.limit(4))
    some_products(*({"name": f"Ring {number}", "category": "Rings", "price": 9_000} for number in range(10)))

    _, *parts = locations(client, "/sitemap.xml")
    found = [locations(client, part.removeprefix("http://localhost")) for part in parts]

    assert [len(one) for one in found] == [4, 4, 2]
    assert len({address for one in found for address in one}) == 10


def test_a_piece_says_when_it_changed_and_where_its_pictures_are(client: Browser) -> None:
    a_ring(slug="lotus-ring", images=["https://cdn.example.in/lotus.jpg?w=1&h=2"])

    part = client.get("/sitemap/products-1.xml")

    assert part.content_type == "application/xml; charset=utf-8"
    assert "<image:loc>https://cdn.example.in/lotus.jpg?w=1&amp;h=2</image:loc>" in part.text
    assert re.search(r"<lastmod>20\d\d-\d\d-\d\d</lastmod>", part.text)


def test_what_is_hidden_or_empty_is_not_named(client: Browser) -> None:
    a_ring(slug="secret-ring", visibility=False)

    assert locations(client, "/sitemap.xml") == ["http://localhost/sitemap/rooms.xml"]
    assert "/c/rings" not in client.get("/sitemap/rooms.xml").text


@pytest.mark.parametrize("number", ["0", "2", "x", "01x", "-1", "99999999", "١"])
def test_a_part_that_is_not_there_is_404(client: Browser, number: str) -> None:
    a_ring()

    assert client.get(f"/sitemap/products-{number}.xml").status_code == 404


def test_a_part_is_kept_under_the_version_of_the_catalog(client: Browser, statements) -> None:
    a_ring()
    client.get("/sitemap/products-1.xml")

    with statements(at_most=1):
        client.get("/sitemap/products-1.xml")
    a_ring(slug="new-ring")

    assert "/p/new-ring" in client.get("/sitemap/products-1.xml").text


def test_robots_leave_what_is_private_and_find_the_sitemap(client: Browser) -> None:
    text = client.get("/robots.txt").text

    assert text.startswith("User-agent: *\n")
    assert "Disallow: /checkout\n" in text
    assert text.endswith("Sitemap: http://localhost/sitemap.xml")
