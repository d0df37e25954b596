"""The pages of one's addresses."""

from typing import Any

import pytest
from flask import Flask

from storefront.domain.accounts import Person, queries
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.people import an_address

PAGE = "/account/addresses"
TYPED = {
    "name": "Meera Rao",
    "phone": "98765 43210",
    "street": "7 MG Road",
    "city": "Pune",
    "state": "Maharashtra",
    "zipCode": "411 001",
    "type": "shipping",
}


@pytest.mark.parametrize("path", ["", "/65a1b2c3d4e5f60718293a4b"])
def test_a_guest_is_asked_to_sign_in_and_comes_back(client: Browser, path: str) -> None:
    answer = client.get(PAGE + path)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/account/login?next={PAGE}{path}")


def test_the_first_address_is_asked_for_and_kept(as_customer: Browser, customer: Person) -> None:
    assert "Where may we send things?" in as_customer.get(PAGE).text

    answer = as_customer.submit(PAGE, TYPED)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?said=added")
    (kept,) = queries.addresses(customer.id)
    assert (kept.street, kept.zip_code, kept.country, kept.is_default) == ("7 MG Road", "411001", "India", True)
    page = as_customer.get(f"{PAGE}?said=added").text
    assert "Your address is kept." in page
    assert "7 MG Road" in page


def test_a_refused_form_keeps_what_was_typed(as_customer: Browser, customer: Person) -> None:
    answer = as_customer.submit(PAGE, {**TYPED, "zipCode": "12345", "city": ""})

    assert answer.status_code == 422
    assert "A PIN code has six digits." in answer.text
    assert 'value="12345"' in answer.text
    assert 'value="7 MG Road"' in answer.text
    assert '<option value="Maharashtra" selected>' in answer.text
    assert queries.addresses(customer.id) == []


def test_an_address_is_changed_and_a_refusal_keeps_what_was_typed(as_customer: Browser, customer: Person) -> None:
    kept = an_address(customer)
    page = f"{PAGE}/{kept.id}"
    assert 'value="14 Champa Lane"' in as_customer.get(page).text

    refused = as_customer.submit(page, {**TYPED, "street": ""})
    assert (refused.status_code, 'value="Meera Rao"' in refused.text) == (422, True)

    changed = as_customer.submit(page, TYPED)
    assert (changed.status_code, changed.headers["Location"]) == (303, f"{PAGE}?said=changed")
    assert [(one.id, one.street, one.is_default) for one in queries.addresses(customer.id)] == [(kept.id, "7 MG Road", True)]


def test_another_address_becomes_the_default_and_one_is_removed(as_customer: Browser, customer: Person) -> None:
    first, second = an_address(customer), an_address(customer, street="7 MG Road")
    assert as_customer.get(PAGE).text.count("Make it the default") == 1

    as_customer.submit(f"{PAGE}/{second.id}/choice", {}, page=PAGE)
    assert [one.is_default for one in queries.addresses(customer.id)] == [False, True]

    as_customer.submit(f"{PAGE}/{second.id}/removal", {}, page=PAGE)
    assert [(one.id, one.is_default) for one in queries.addresses(customer.id)] == [(first.id, True)]


def test_the_twenty_first_address_is_refused_in_a_sentence(as_customer: Browser, customer: Person) -> None:
    for _ in range(20):
        an_address(customer)

    answer = as_customer.submit(PAGE, TYPED)

    assert answer.status_code == 409
    assert "An account keeps at most 20 addresses." in answer.text


def test_somebody_elses_address_is_not_there(as_customer: Browser) -> None:
    theirs = an_address(a_customer())

    assert as_customer.get(f"{PAGE}/{theirs.id}").status_code == 404
    for action in ("", "/choice", "/removal"):
        assert as_customer.submit(f"{PAGE}/{theirs.id}{action}", TYPED, page=PAGE).status_code == 404


def test_what_somebody_writes_is_only_words(as_customer: Browser, customer: Person) -> None:
    an_address(customer, street="<script>alert(1)</script>", state="Somewhere")

    page = as_customer.get(f"{PAGE}?said=<script>").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_address_abroad_can_be_changed_too(as_customer: Browser, customer: Person) -> None:
    abroad = an_address(customer, country="United Kingdom", state="London", zipCode="SW1A 1AA")
    page = f"{PAGE}/{abroad.id}"
    assert 'value="United Kingdom"' in as_customer.get(page).text

    sent = {**TYPED, "state": "London", "zipCode": "SW1A 2AA", "country": "United Kingdom"}
    assert as_customer.submit(page, sent).status_code == 303
    assert queries.addresses(customer.id)[0].zip_code == "SW1A 2AA"


def test_the_checkout_begins_with_the_default_address(app: Flask, as_customer: Browser, customer: Person) -> None:
    kept = an_address(customer, name="Meera Rao", street="7 MG Road")
    as_customer.post("/cart/add", json={"productId": a_ring(), "quantity": 1})

    page = as_customer.get("/checkout").text

    assert f'name="address" value="{kept.id}" required checked' in page
    assert "7 MG Road, Pune 411004" in page


def test_the_list_costs_few_statements_however_long(as_customer: Browser, customer: Person, statements: Any) -> None:
    for _ in range(12):
        an_address(customer)
    as_customer.get(PAGE)

    with statements(at_most=6):
        as_customer.get(PAGE)


@pytest.mark.parametrize("odd", ["", "\x00", "é" * 400, "9" * 40, "-1", "<script>", "💍", "1\r\n2"])
def test_nothing_that_is_typed_is_more_than_refused(as_customer: Browser, customer: Person, odd: str) -> None:
    kept = an_address(customer)
    for page in (PAGE, f"{PAGE}/{kept.id}"):
        for field in (*TYPED, "isDefault", "country"):
            answer = as_customer.submit(page, {**TYPED, field: odd})
            assert answer.status_code in (303, 422), (page, field)
            assert "<script>" not in answer.text.partition("<main")[2]
