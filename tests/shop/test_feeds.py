"""The price list for Google Merchant Center."""

import gzip
from xml.etree import ElementTree

import pytest

from storefront.domain.catalog.queries import crawl
from tests.browser import Browser
from tests.factories.catalog import a_ring, some_products

FEED = "/feeds/google.xml"
GOOGLE = "{http://base.google.com/ns/1.0}"
PICTURE = "https://cdn.example.in/lotus.jpg"


def items(data: bytes) -> list[dict[str, str]]:
    return [
        {part.tag.removeprefix(GOOGLE): (part.text or "").strip() for part in item}
        for item in ElementTree.fromstring(data).iter("item")  # noqa: S314  our own
    ]


def test_a_piece_is_told_with_all_that_google_asks_for(client: Browser) -> None:
    ring = a_ring(
        slug="lotus-ring",
        name="Lotus & Rose <Ring>",
        price=148_500.5,
        comparePrice=164_900,
        sku="KN-1",
        images=[PICTURE, "https://cdn.example.in/side.jpg"],
        specifications={"material": "Platinum"},
    )

    [item] = items(client.get(FEED).data)

    del item["shipping"]
    assert item == {
        "id": ring,
        "title": "Lotus & Rose <Ring>",
        "description": "Lotus & Rose <Ring>",
        "link": "http://localhost/p/lotus-ring",
        "image_link": PICTURE,
        "additional_image_link": "https://cdn.example.in/side.jpg",
        "availability": "in_stock",
        "price": "164900.00 INR",
        "sale_price": "148500.50 INR",
        "condition": "new",
        "brand": "Kundan",
        "mpn": "KN-1",
        "google_product_category": "Apparel & Accessories > Jewelry > Rings",
        "product_type": "Rings",
        "material": "Platinum",
    }


@pytest.mark.parametrize(
    ("said", "availability"),
    [({"stock": 0}, "out_of_stock"), ({"stock": 0, "preorderAvailable": True}, "in_stock"), ({"stock": 3}, "in_stock")],
)
def test_it_says_what_can_be_had(client: Browser, said: dict[str, object], availability: str) -> None:
    a_ring(images=[PICTURE], **said)

    [item] = items(client.get(FEED).data)

    assert item["availability"] == availability
    assert ("max_handling_time" in item) == ("preorderAvailable" in said)


def test_what_has_no_picture_or_is_hidden_is_left_out(client: Browser) -> None:
    a_ring()
    a_ring(images=[PICTURE], visibility=False)

    assert items(client.get(FEED).data) == []


def test_all_batches_come_one_after_the_other(client: Browser, monkeypatch: pytest.MonkeyPatch, statements) -> None:
    monkeypatch.setattr(crawl, "_OFFERS", crawl._OFFERS.limit(3))
    names = [f"Ring {number}" for number in range(7)]
    some_products(*({"name": name, "category": "Rings", "price": 9_000, "images": [PICTURE]} for name in names))

    with statements(at_most=7):
        found = items(client.get(FEED).data)

    assert [item["title"] for item in found] == names


def test_it_comes_packed_and_only_once_for_each_version(client: Browser) -> None:
    a_ring(images=[PICTURE])
    packed = client.get(FEED, headers={"Accept-Encoding": "gzip"})

    again = client.get(FEED, headers={"If-None-Match": packed.headers["ETag"]})
    a_ring(name="Kamal Ring", images=[PICTURE])
    changed = client.get(FEED, headers={"If-None-Match": packed.headers["ETag"]})

    assert len(items(gzip.decompress(packed.data))) == 1
    assert (again.status_code, again.data) == (304, b"")
    assert len(items(changed.data)) == 2
