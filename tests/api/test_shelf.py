"""Answers for everybody are made once, and are right each time."""

import gzip
import json
from typing import Any

import brotli
import pytest

from storefront.api import shelf
from storefront.core.db import transaction
from storefront.core.forms import parse
from storefront.domain.catalog import services
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.inventory import services as inventory
from tests.browser import Browser
from tests.factories.catalog import a_catalog, a_category, a_ring

READINGS = [
    "/auth/products",
    "/auth/products?page=1&limit=2&sort=name",
    "/public/products/filter?category=rings",
    "/products/featured",
    "/products/by-tag/bridal",
    "/products/search?q=ring",
    "/products/suggestions?q=ring",
    "/auth/categories",
    "/public/tags",
]


@pytest.mark.parametrize("address", READINGS)
def test_what_is_kept_is_the_answer_that_was_made_and_costs_one_statement(client: Browser, statements: Any, address: str) -> None:
    a_catalog(12)
    first = client.get(address)

    with statements(at_most=1):
        again = client.get(address)

    assert (again.status_code, again.data) == (200, first.data)
    for name in ("X-Total-Count", "Link", "X-Truncated", "ETag", "Content-Type", "Vary", "Cache-Control"):
        assert again.headers.get(name) == first.headers.get(name)


@pytest.mark.parametrize("address", [*READINGS, "/auth/variants"])
def test_whoever_has_an_answer_is_only_told_that_it_still_holds(client: Browser, address: str) -> None:
    a_catalog(12)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert again.headers.get("X-Total-Count") == first.headers.get("X-Total-Count")


def test_a_change_of_a_product_is_seen_at_once(client: Browser) -> None:
    ring = a_ring(name="Before")
    first = client.get("/auth/products")

    services.change_product(ring, parse(ProductChanges, {"name": "After"}), None)
    again = client.get("/auth/products", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert again.json["result"][0]["name"] == "After"


def test_stock_that_moves_is_seen_at_once_although_the_catalog_stands_still(client: Browser) -> None:
    ring = a_ring(stock=3)
    for address in ("/auth/products", f"/auth/products/{ring}"):
        client.get(address)

    inventory.hold("0" * 24, {ring: 2})

    assert client.get("/auth/products").json["result"][0]["noOfProducts"] == 1
    assert client.get(f"/auth/products/{ring}").json["result"]["noOfProducts"] == 1


def test_a_correction_of_the_stock_moves_the_time_of_the_product(client: Browser) -> None:
    ring = a_ring(stock=3)
    before = client.get(f"/auth/products/{ring}").json["result"]["updatedAt"]

    with transaction():
        services.change_product(ring, parse(ProductChanges, {"noOfProducts": 9}), None)

    product = client.get(f"/auth/products/{ring}").json["result"]
    assert product["noOfProducts"] == 9
    assert product["updatedAt"] > before


def test_a_new_category_is_seen_at_once(client: Browser) -> None:
    assert client.get("/auth/categories").json["result"] == []

    a_category("Nose Pins")

    assert [one["name"] for one in client.get("/auth/categories").json["result"]] == ["Nose Pins"]


@pytest.mark.parametrize(("encoding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_long_answers_come_packed_as_the_client_likes(client: Browser, as_customer: Browser, encoding: str, unpack: Any) -> None:
    a_catalog(12)
    plain = client.get("/auth/products")

    for browser in (client, client, as_customer):
        packed = browser.get("/auth/products", headers={"Accept-Encoding": encoding})

        assert packed.headers["Content-Encoding"] == encoding
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert json.loads(unpack(packed.data)) == plain.json
        assert len(packed.data) < len(plain.data) / 3


def test_short_answers_and_signing_in_are_not_packed(client: Browser) -> None:
    for answer in (
        client.get("/auth/tags", headers={"Accept-Encoding": "br"}),
        client.post("/login", json={"username": "x", "password": "y"}, headers={"Accept-Encoding": "br"}),
    ):
        assert "Content-Encoding" not in answer.headers


def test_whoever_is_signed_in_gets_an_answer_of_their_own(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    a_ring(name="Shown")
    a_ring(name="Hidden", visibility=False)
    for browser, names, keeping in (
        (client, {"Shown"}, "public, max-age=0, must-revalidate"),
        (as_customer, {"Shown"}, "private, no-cache"),
        (as_admin, {"Shown", "Hidden"}, "private, no-store"),
        (client, {"Shown"}, "public, max-age=0, must-revalidate"),
    ):
        answer = browser.get("/auth/products")

        assert {product["name"] for product in answer.json["result"]} == names
        assert answer.headers["Cache-Control"] == keeping
        assert {"Cookie", "Authorization"} <= set(answer.vary.as_set(preserve_casing=True))


def test_no_cache_that_others_share_keeps_what_the_view_made_for_somebody(client: Browser, as_admin: Browser) -> None:
    assert client.get("/auth/variants").headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert as_admin.get("/auth/variants").headers["Cache-Control"] == "private, no-cache"


def test_what_is_not_there_and_what_is_wrong_is_not_kept(client: Browser) -> None:
    assert client.get("/auth/products/lotus").status_code == 404
    assert client.get("/auth/products?page=x").status_code == 422

    a_ring(name="Lotus")

    assert client.get("/auth/products/lotus").status_code == 200
    assert "ETag" not in client.get("/auth/products?page=x").headers


def test_a_list_of_very_many_products_is_made_each_time_and_still_not_sent_twice(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "LARGEST", 1_000)
    a_catalog(12)
    first = client.get("/auth/products")

    assert client.get("/auth/products", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get("/auth/products").data == first.data


def test_personal_answers_are_kept_by_nobody(as_customer: Browser) -> None:
    for address in ("/cart", "/orderservice", "/user/orders"):
        answer = as_customer.get(address)

        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
