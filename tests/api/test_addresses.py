"""The addresses of an account, as their clients expect them."""

from typing import Any

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.people import HOME, an_address
from tests.signed_in import browser_of

SHOP = {**HOME, "street": "2 Laxmi Road", "zipCode": "411030"}

NOBODY = "65a1b2c3d4e5f60718293a4b"
"""An id that nothing has."""


def kept(browser: Browser) -> list[dict[str, Any]]:
    return browser.get("/user/addresses").json["result"]


def add(browser: Browser, **said: Any) -> dict[str, Any]:
    answer = browser.post("/user/addresses", json={**HOME, **said})
    assert answer.status_code == 200, answer.json
    return answer.json["result"]


def errors(answer: Any) -> list[str]:
    assert (answer.status_code, answer.json["code"]) == (422, 2002), answer.json
    return list(answer.json["result"]["errors"])


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("post", ""), ("put", f"/{NOBODY}"), ("delete", f"/{NOBODY}")])
def test_addresses_need_somebody_signed_in(client: Browser, method: str, path: str) -> None:
    answer = getattr(client, method)(f"/user/addresses{path}")

    assert (answer.status_code, answer.json["code"]) == (401, 2001)


def test_an_address_has_the_shape_of_the_requirements(as_customer: Browser, customer: Person) -> None:
    added = add(as_customer)

    assert {name: added[name] for name in HOME} == HOME
    assert (added["type"], added["isDefault"]) == ("shipping", True)
    assert (added["name"], added["phone"]) == (customer.name, customer.contact)
    assert kept(as_customer) == [added]


def test_the_first_of_each_type_is_the_default_and_another_only_when_it_says_so(as_customer: Browser) -> None:
    for said in ({}, {"type": "billing"}, {"isDefault": False}, {"type": "billing", "isDefault": True}):
        add(as_customer, **said)

    assert [(one["type"], one["isDefault"]) for one in kept(as_customer)] == [
        ("shipping", True), ("billing", False), ("shipping", False), ("billing", True),
    ]  # fmt: skip


def test_what_is_sent_is_changed_and_the_rest_stays(as_customer: Browser) -> None:
    added = add(as_customer, name="Meera Rao", phone="+91 98765 43210")

    answer = as_customer.put(f"/user/addresses/{added['id']}", json={"street": "7 MG Road", "zipCode": "411 001"})

    assert answer.json["message"] == "Address updated successfully"
    assert kept(as_customer) == [{**added, "street": "7 MG Road", "zipCode": "411001"}]
    assert answer.json["result"] == kept(as_customer)[0]


def test_a_whole_address_that_is_sent_back_is_fine(as_customer: Browser) -> None:
    add(as_customer)
    second = add(as_customer, street="2 Laxmi Road")

    as_customer.put(f"/user/addresses/{second['id']}", json={**second, "isDefault": True, "userId": new_id()})

    assert [one["isDefault"] for one in kept(as_customer)] == [False, True]


def test_there_is_always_exactly_one_default_of_a_type(as_customer: Browser) -> None:
    first, second, third = (add(as_customer) for _ in range(3))

    def defaults() -> list[tuple[str, bool]]:
        return [(one["type"], one["isDefault"]) for one in kept(as_customer)]

    as_customer.put(f"/user/addresses/{first['id']}", json={"isDefault": False})
    assert defaults() == [("shipping", False), ("shipping", True), ("shipping", False)]

    as_customer.put(f"/user/addresses/{second['id']}", json={"type": "billing"})
    assert defaults() == [("shipping", True), ("billing", True), ("shipping", False)]

    as_customer.put(f"/user/addresses/{first['id']}", json={"type": "billing", "isDefault": True})
    assert defaults() == [("billing", True), ("billing", False), ("shipping", True)]

    as_customer.delete(f"/user/addresses/{first['id']}")
    assert defaults() == [("billing", True), ("shipping", True)]

    as_customer.put(f"/user/addresses/{third['id']}", json={"isDefault": False})
    assert defaults() == [("billing", True), ("shipping", True)]


def test_somebody_elses_address_is_not_found(app: Flask, as_customer: Browser) -> None:
    theirs = an_address(a_customer())
    stranger = browser_of(app, a_customer())

    for path in (f"/user/addresses/{theirs.id}", f"/user/addresses/{new_id()}", "/user/addresses/odd", "/user/addresses/%00"):
        for answer in (stranger.put(path, json={"street": "mine"}), stranger.delete(path)):
            assert (answer.status_code, answer.json["code"]) == (404, 2004)


def test_an_account_keeps_twenty_addresses(as_customer: Browser) -> None:
    for _ in range(20):
        add(as_customer)

    refused = as_customer.post("/user/addresses", json=HOME)

    assert (refused.status_code, refused.json["code"]) == (409, 2002)
    assert refused.json["result"] == {"errors": {}, "most": 20}
    assert len(kept(as_customer)) == 20


@pytest.mark.parametrize("field", ["street", "city", "state", "zipCode"])
@pytest.mark.parametrize("value", ["", None, 5, [], {"$ne": 1}, "\0", "x" * 400])
def test_an_address_needs_its_parts(as_customer: Browser, field: str, value: Any) -> None:
    assert errors(as_customer.post("/user/addresses", json={**HOME, field: value})) == [field]
    assert kept(as_customer) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "home"), ("type", 5), ("isDefault", "perhaps"), ("isDefault", []), ("phone", "call me"), ("country", "")],
)
def test_an_odd_value_is_refused_at_its_field(as_customer: Browser, field: str, value: Any) -> None:
    added = add(as_customer)

    assert errors(as_customer.post("/user/addresses", json={**HOME, field: value})) == [field]
    assert errors(as_customer.put(f"/user/addresses/{added['id']}", json={field: value})) == [field]
    assert kept(as_customer) == [added]


def test_a_code_is_checked_by_its_country(as_customer: Browser) -> None:
    assert errors(as_customer.post("/user/addresses", json={**HOME, "zipCode": "12345"})) == ["zipCode"]

    abroad = add(as_customer, zipCode="SW1A 1AA", country="United Kingdom", state="London")

    # Together with what was kept it would be an Indian address with a British code.
    assert errors(as_customer.put(f"/user/addresses/{abroad['id']}", json={"country": "India"})) == ["zipCode"]
    assert kept(as_customer) == [abroad]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"true", b"5", b"\xff", b"[" * 5000])
def test_a_body_that_cannot_be_right_is_refused_in_the_envelope(as_customer: Browser, body: bytes) -> None:
    answer = as_customer.post("/user/addresses", data=body, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.json["code"] == 2002


def test_a_body_where_none_is_needed_is_fine(as_customer: Browser) -> None:
    added = add(as_customer)

    assert as_customer.get("/user/addresses", data=b"true", content_type="application/json").status_code == 200
    gone = as_customer.delete(f"/user/addresses/{added['id']}", data=b"true", content_type="application/json")
    assert (gone.status_code, gone.json["result"]) == (200, None)


def test_addresses_can_be_paged_and_cost_two_statements(as_customer: Browser, customer: Person, statements: Any) -> None:
    ids = [an_address(customer).id for _ in range(5)]

    with statements(at_most=2):
        answer = as_customer.get("/user/addresses?page=2&limit=2")

    assert [one["id"] for one in answer.json["result"]] == ids[2:4]
    assert answer.headers["X-Total-Count"] == "5"


def test_an_order_goes_to_the_default_addresses_unless_it_says_where(as_customer: Browser) -> None:
    add(as_customer)
    add(as_customer, **SHOP, type="billing")
    as_customer.post("/cart/add", json={"productId": a_ring(), "quantity": 1})

    def ordered(**body: Any) -> tuple[str, str]:
        order = as_customer.post("/order", json=body).json["result"]
        shown = as_customer.get(f"/orders/{order['id']}").json["result"]
        return shown["shippingAddress"]["street"], shown["billingAddress"]["street"]

    assert ordered() == (HOME["street"], SHOP["street"])
    assert ordered(shippingAddress={**HOME, "street": "7 MG Road"}) == ("7 MG Road", SHOP["street"])
