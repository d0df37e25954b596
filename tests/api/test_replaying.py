"""`Idempotency-Key`: whoever sends a request twice has it done once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, current_app

from storefront.domain.accounts import Person
from storefront.domain.orders.errors import TooManyOpenOrders
from storefront.domain.payments.errors import PaymentsClosed
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.signed_in import browser_of

KEY = {"Idempotency-Key": "3f0c-first"}


def quantity(browser: Browser) -> int:
    lines = browser.get("/cart").json["result"]
    return sum(line["quantity"] for line in lines)


def test_a_piece_that_is_added_twice_under_one_key_is_in_the_cart_once(as_customer: Browser) -> None:
    body = {"productId": a_ring(stock=5), "quantity": 2}

    first = as_customer.post("/cart/add", json=body, headers=KEY)
    again = as_customer.post("/cart/add", json=body, headers=KEY)

    assert again.json == first.json == {"code": 1000, "message": "Item added to cart", "result": None}
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Cache-Control"] == "private, no-store"
    assert quantity(as_customer) == 2


def test_an_import_that_is_sent_twice_is_carried_out_once(as_admin: Browser) -> None:
    rows = [{"name": "Lotus Ring", "category": "Rings", "price": 100}]

    first = as_admin.post("/importproducts", json=rows, headers=KEY)
    again = as_admin.post("/importproducts", json=rows, headers=KEY)

    assert again.json == first.json == {"code": 1000, "message": "Products imported successfully", "result": None}
    assert again.headers["Idempotency-Replayed"] == "true"
    assert [one["name"] for one in as_admin.get("/auth/products").json["result"]] == ["Lotus Ring"]


def test_an_order_that_is_sent_twice_is_the_same_order(as_customer: Browser) -> None:
    as_customer.post("/cart/add", json={"productId": a_ring(stock=5)})
    first = as_customer.post("/order", json={}, headers=KEY)
    # Without the key this would be another order by now.
    as_customer.post("/cart/add", json={"productId": a_ring(stock=5)})

    again = as_customer.post("/order", json={}, headers=KEY)

    assert first.status_code == 200
    assert again.json == first.json


def test_without_a_key_or_with_another_one_a_request_is_done_each_time(as_customer: Browser) -> None:
    body = {"productId": a_ring(stock=5)}

    for headers in ({}, {}, KEY, {"Idempotency-Key": "second"}):
        as_customer.post("/cart/add", json=body, headers=headers)

    assert quantity(as_customer) == 4


def test_a_key_belongs_to_one_person(as_customer: Browser, app: Flask) -> None:
    body, other = {"productId": a_ring(stock=5)}, browser_of(app, a_customer())

    for browser in (as_customer, other):
        assert "Idempotency-Replayed" not in browser.post("/cart/add", json=body, headers=KEY).headers

    assert (quantity(as_customer), quantity(other)) == (1, 1)


@pytest.mark.parametrize(("path", "more"), [("/cart/add", {"quantity": 2}), ("/order", {})])
def test_the_same_key_for_another_request_is_refused(as_customer: Browser, path: str, more: dict[str, Any]) -> None:
    body = {"productId": a_ring(stock=5)}
    as_customer.post("/cart/add", json=body, headers=KEY)

    answer = as_customer.post(path, json={**body, **more}, headers=KEY)

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert list(answer.json["result"]["errors"]) == ["Idempotency-Key"]
    assert quantity(as_customer) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "x" * 256])
def test_an_odd_key_is_refused(as_customer: Browser, key: str) -> None:
    answer = as_customer.post(
        "/cart/add", json={"productId": a_ring()}, headers={"Idempotency-Key": key.encode().decode("latin-1")}
    )

    assert answer.status_code == 422
    assert quantity(as_customer) == 0


def test_a_refusal_is_an_answer_too(as_customer: Browser) -> None:
    body = {"productId": a_ring(stock=1), "quantity": 2}

    first = as_customer.post("/cart/add", json=body, headers=KEY)
    again = as_customer.post("/cart/add", json=body, headers=KEY)

    assert (first.status_code, first.json["result"]["left"]) == (409, 1)
    assert (again.status_code, again.json) == (409, first.json)


def test_what_is_malformed_or_invalid_uses_up_no_key(as_customer: Browser) -> None:
    for body in (b"{", b"{}"):
        assert as_customer.post("/cart/add", data=body, headers=KEY).status_code in (400, 422)

    assert as_customer.post("/cart/add", json={"productId": a_ring(stock=1)}, headers=KEY).status_code == 200


@pytest.mark.parametrize(
    ("trouble", "status"), [(RuntimeError("lightning"), 500), (PaymentsClosed(), 503), (TooManyOpenOrders(), 429)]
)
def test_trouble_that_may_pass_is_not_kept(
    as_customer: Browser, monkeypatch: pytest.MonkeyPatch, trouble: Exception, status: int
) -> None:
    def fail(*_: Any) -> None:
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr("storefront.api.cart.services.add", fail)
        body = {"productId": a_ring(stock=5)}
        assert as_customer.post("/cart/add", json=body, headers=KEY).status_code == status

    again = as_customer.post("/cart/add", json=body, headers=KEY)

    assert (again.status_code, quantity(as_customer)) == (200, 1)
    assert "Idempotency-Replayed" not in again.headers


def test_sent_many_times_at_once_a_piece_is_added_once(
    as_customer: Browser, customer: Person, at_once: Callable[..., list[Any]]
) -> None:
    ring = a_ring(stock=50)

    answers = at_once(_add, [(customer, ring)] * 8)

    assert set(answers) <= {200, 409}
    assert 200 in answers
    assert quantity(as_customer) == 1


def _add(customer: Person, ring: str) -> int:
    browser = browser_of(current_app._get_current_object(), customer)
    return browser.post("/cart/add", json={"productId": ring}, headers=KEY).status_code
