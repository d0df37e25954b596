"""The wishlist endpoints, as their clients expect them."""

from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from storefront.domain.cart import Owner
from storefront.domain.catalog import services as catalog
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.wishlist import services
from storefront.domain.wishlist.forms import WishForm
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, a_customer
from tests.factories.catalog import a_catalog, a_ring
from tests.signed_in import browser_of

NOBODY = "65a1b2c3d4e5f60718293a4b"
"""An id that nothing has."""


def wish(browser: Browser, product: Any) -> Any:
    return browser.post("/user/wishlist", json={"productId": product})


def wished(browser: Browser) -> list[str]:
    return [one["productId"] for one in browser.get("/user/wishlist").json["result"]]


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", ""), ("delete", f"/{NOBODY}")])
def test_a_wishlist_needs_somebody_signed_in(client: Browser, method: str, path: str) -> None:
    answer = getattr(client, method)(f"/user/wishlist{path}")

    assert (answer.status_code, answer.json["code"]) == (401, 2001)


def test_a_wish_has_the_shape_of_the_requirements(as_customer: Browser) -> None:
    ring = a_ring(price=12_500)

    added = wish(as_customer, ring)

    assert added.json == {"code": 1000, "message": "Item added to wishlist", "result": None}
    answer = as_customer.get("/user/wishlist")
    assert answer.json["message"] == "Wishlist retrieved successfully"
    (one,) = answer.json["result"]
    assert one.keys() == {"id", "productId", "product", "addedAt"}
    assert (one["productId"], one["product"]["id"], one["product"]["price"]) == (ring, ring, 12_500)


def test_wishing_twice_is_wishing_once(as_customer: Browser) -> None:
    first, second = a_ring(), a_ring()

    for ring in (first, second, first):
        assert wish(as_customer, ring).status_code == 200

    assert wished(as_customer) == [second, first]


@pytest.mark.parametrize("product", [NOBODY, "odd", "a" * 80, "\\u0000"])
def test_an_unknown_product_is_not_found(as_customer: Browser, product: str) -> None:
    answer = wish(as_customer, product)

    assert (answer.status_code, answer.json["code"]) == (404, 2004)


@pytest.mark.parametrize("product", [None, 5, "", "\0", [], {"$ne": None}, "x" * 500])
def test_an_odd_product_is_refused_at_its_field(as_customer: Browser, product: Any) -> None:
    answer = wish(as_customer, product)

    assert (answer.status_code, list(answer.json["result"]["errors"])) == (422, ["productId"])


def test_a_wish_is_taken_back_by_its_product_or_its_own_id(as_customer: Browser) -> None:
    first, second = a_ring(), a_ring()
    wish(as_customer, first)
    wish(as_customer, second)
    entry = as_customer.get("/user/wishlist").json["result"][0]["id"]

    answers = [as_customer.delete(f"/user/wishlist/{name}", data=b"true") for name in (entry, first, first)]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert answers[0].json == {"code": 1000, "message": "Item removed from wishlist", "result": None}
    assert wished(as_customer) == []


def test_what_is_hidden_or_binned_is_left_out_and_comes_back(as_customer: Browser) -> None:
    hidden, binned, there = a_ring(), a_ring(), a_ring()
    for ring in (hidden, binned, there):
        wish(as_customer, ring)

    catalog.change_product(hidden, ProductChanges(visibility=False), None)
    catalog.bin_products([binned], None)
    assert wished(as_customer) == [there]
    assert wish(as_customer, hidden).status_code == 404

    catalog.change_product(hidden, ProductChanges(visibility=True), None)
    catalog.restore_products([binned], None)
    assert wished(as_customer) == [there, binned, hidden]


def test_everybody_has_a_list_of_their_own(app: Flask, as_customer: Browser) -> None:
    ring = a_ring()
    wish(as_customer, ring)
    stranger = browser_of(app, a_customer())

    assert wished(stranger) == []
    assert stranger.delete(f"/user/wishlist/{ring}").status_code == 404
    assert wished(as_customer) == [ring]


def test_a_list_is_paged_and_costs_four_statements(as_customer: Browser, statements: Any) -> None:
    rings = a_catalog(30)
    for ring in rings:
        wish(as_customer, ring)

    with statements(at_most=4):
        answer = as_customer.get("/user/wishlist?page=2&limit=20")

    assert [one["productId"] for one in answer.json["result"]] == rings[9::-1]
    assert answer.headers["X-Total-Count"] == "30"


def test_what_a_guest_wished_for_is_the_accounts_after_signing_in(client: Browser) -> None:
    ring = a_ring(stock=2)
    person = a_customer()
    client.post("/bag/lines", data={"product_id": ring, "quantity": "1"})
    cookie = client.get_cookie("bag")
    assert cookie is not None
    guest = Owner(token_hash=sha256(cookie.value.encode()).hexdigest())
    services.add(guest, WishForm(product_id=ring))

    client.post("/login", json={"username": person.username, "password": PASSWORD})

    assert wished(client) == [ring]
    assert [line["productId"] for line in client.get("/cart").json["result"]] == [ring]
