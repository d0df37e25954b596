"""The three steps of the checkout: what leads from one to the next, what is kept, and what HTMX gets of them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.core.clock import later
from storefront.core.outbox import work
from storefront.domain.accounts import Person, queries, services
from storefront.domain.accounts.address_forms import SavedAddressForm
from storefront.domain.content.services import change_trade
from storefront.domain.orders import drafting
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, a_customer
from tests.shop.checking_out import GOOD, HOME, Statements, fill, send, step


def test_each_step_leads_to_the_next_and_a_finished_one_is_told_in_words(client: FlaskClient) -> None:
    fill(client)

    to_delivery = step(client, "contact", GOOD)
    delivery = client.get(to_delivery.location).text
    to_payment = step(client, "delivery", {"delivery": "standard", "note": "Please engrave"})
    paying = client.get(to_payment.location).text

    assert (to_delivery.status_code, to_delivery.location) == (303, "/checkout?step=delivery#delivery")
    assert "14 Champa Lane" in delivery
    assert 'name="street"' not in delivery
    assert 'href="/checkout"' in delivery
    assert (to_payment.status_code, to_payment.location) == (303, "/checkout?step=payment#payment")
    assert "Please engrave" in paying
    assert 'href="/checkout?step=delivery"' in paying


def test_going_back_shows_what_was_typed_and_a_changed_step_leads_on_to_where_one_was(client: FlaskClient) -> None:
    fill(client)
    step(client, "contact", GOOD)
    step(client, "delivery", {"delivery": "standard", "note": "Please engrave"})

    back = client.get("/checkout").text
    onward = step(client, "contact", {**GOOD, "street": "15 Champa Lane"})

    assert 'value="14 Champa Lane"' in back
    assert '<option value="Maharashtra" selected>' in back
    assert onward.location == "/checkout?step=payment#payment"
    assert "Please engrave" in client.get("/checkout?step=delivery").text


@pytest.mark.parametrize("name", ["delivery", "payment"])
def test_no_step_is_reached_before_those_in_front_of_it(client: FlaskClient, name: str) -> None:
    fill(client)

    answer = client.get(f"/checkout?step={name}")

    assert (answer.status_code, answer.location) == (303, "/checkout")


def test_paying_with_a_step_left_out_asks_for_it(client: FlaskClient) -> None:
    fill(client)

    answer = step(client, "payment", {"pay": "online"})

    assert answer.status_code == 422
    assert 'name="street"' in answer.text


def test_city_and_state_that_are_missing_are_offered_by_the_pin_code(client: FlaskClient) -> None:
    fill(client)

    asked = step(client, "contact", {**GOOD, "city": "", "state": ""})

    assert asked.status_code == 422
    assert "It follows from the PIN code." in asked.text
    assert 'value="Pune"' in asked.text
    assert '<option value="Maharashtra" selected>' in asked.text


def test_the_delivery_says_what_it_costs_and_when_it_comes(client: FlaskClient) -> None:
    fill(client, price=4_500)
    step(client, "contact", GOOD)

    text = client.get("/checkout?step=delivery").text

    assert "if you order today" in text
    assert "₹150" in text


def test_htmx_gets_the_steps_alone_with_the_address_and_the_sentence(client: FlaskClient) -> None:
    fill(client)

    answer = step(client, "contact", GOOD, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Push-Url"]) == (200, "/checkout?step=delivery")
    assert answer.text.lstrip().startswith('<div id="checkout">')
    assert 'id="delivery-title" tabindex="-1" autofocus' in answer.text
    assert "Step 2 of 3: Delivery." in answer.text


def test_htmx_gets_a_refused_step_with_its_sentences(client: FlaskClient) -> None:
    fill(client)

    answer = step(client, "contact", {**GOOD, "pin": "4"}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "HX-Push-Url" not in answer.headers
    assert 'id="errors" tabindex="-1" autofocus' in answer.text


def test_what_needs_another_look_is_listed_in_the_order_of_the_fields(client: FlaskClient) -> None:
    fill(client)

    answer = step(client, "contact", {})

    listed = re.findall(r'<li><a href="#(\w+)">(.*?)</a></li>', answer.text)
    assert [field for field, _ in listed] == ["email", "phone", "name", "pin", "city", "state", "street"]
    assert {sentence.partition(": ")[2] for _, sentence in listed} == {"This is needed."}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "nobody", "E-mail: This is not an e-mail address."),
        ("phone", "12", "Mobile number: A mobile number has ten digits."),
        ("pin", "4110", "PIN code: A PIN code has six digits."),
        ("gstin", "27AAPFU0939F1ZX", "GST number: One character of this GST number is not right. Please check it."),
        ("name", "", "Full name: This is needed."),
    ],
)
def test_a_field_that_was_left_says_what_is_wrong_with_it(client: FlaskClient, field: str, value: str, sentence: str) -> None:
    fill(client)

    said = client.submit(f"/checkout/fields/{field}", {field: value}, page="/checkout").text

    assert f'<p class="error" id="{field}-note">' in said
    assert f'<p class="unseen">{sentence}</p>' in said


def test_a_field_that_will_do_gets_its_hint_back_and_nothing_is_said(client: FlaskClient) -> None:
    fill(client)

    said = client.submit("/checkout/fields/email", {"email": "asha@example.in"}, page="/checkout").text

    assert '<p class="hint" id="email-note">' in said
    assert 'id="live"' not in said


def test_a_pin_code_brings_city_and_state_along(client: FlaskClient) -> None:
    fill(client)

    said = client.submit("/checkout/fields/pin", {"pin": "411 004"}, page="/checkout").text

    assert 'data-city="Pune" data-state="Maharashtra"' in said
    assert "Pune, Maharashtra" in said


@pytest.mark.parametrize("name", ["csrf_token", "pay", "nothing", "é"])
def test_no_other_field_is_checked(client: FlaskClient, name: str) -> None:
    fill(client)

    said = client.submit(f"/checkout/fields/{name}", {name: "x" * 2000}, page="/checkout")

    assert said.status_code == 200
    assert "error" not in said.text


def test_somebody_signed_in_chooses_among_the_saved_addresses(app: Flask, as_customer: Browser, customer: Person) -> None:
    first = services.add_address(customer, SavedAddressForm(**HOME, street="1 A Road"))
    other = services.add_address(customer, SavedAddressForm(**HOME, street="2 B Road"))
    fill(as_customer)

    shown = as_customer.get("/checkout").text
    onward = step(as_customer, "contact", {"email": customer.email, "phone": "98765 43210", "address": other.id, "pin": "9"})

    assert f'value="{first.id}" required checked' in shown
    assert "Another address" in shown
    assert onward.location == "/checkout?step=delivery#delivery"
    assert "2 B Road" in as_customer.get(onward.location).text


def test_an_address_is_kept_in_the_account_once(app: Flask, as_customer: Browser, customer: Person) -> None:
    fill(as_customer)

    for _ in range(2):
        step(as_customer, "contact", {**GOOD, "address": "new", "save": "1"})

    assert [one.street for one in queries.addresses(customer.id)] == ["14 Champa Lane"]


def test_an_address_of_somebody_else_is_not_to_be_had(app: Flask, as_customer: Browser) -> None:
    theirs = services.add_address(a_customer(), SavedAddressForm(**HOME, street="1 A Road"))
    fill(as_customer)

    answer = step(as_customer, "contact", {**GOOD, "address": theirs.id, "street": ""})

    assert answer.status_code == 422
    assert "1 A Road" not in as_customer.get("/checkout").text


def test_a_saved_address_that_will_not_do_is_asked_for_as_a_new_one(app: Flask, as_customer: Browser, customer: Person) -> None:
    kept = services.add_address(customer, SavedAddressForm(**{**HOME, "state": "Bombay"}, street="1 A Road"))
    fill(as_customer)

    answer = step(as_customer, "contact", {"email": customer.email, "phone": "98765 43210", "address": kept.id})

    assert answer.status_code == 422
    assert "Choose a state from the list." in answer.text
    assert 'value="1 A Road"' in answer.text
    assert 'name="address" value="new" required checked' in answer.text


def test_what_a_guest_typed_is_there_after_signing_in(client: Browser) -> None:
    a_customer("asha")
    fill(client)
    step(client, "contact", GOOD)

    client.submit("/account/login", {"username": "asha", "password": PASSWORD})

    assert "14 Champa Lane" in client.get("/checkout?step=delivery").text


def test_after_an_order_the_checkout_begins_afresh(client: FlaskClient) -> None:
    change_trade({"cod": True}, None)
    fill(client, price=12_000)
    send(client, pay="cod", note="Please engrave")

    fill(client, price=12_000)

    assert "Please engrave" not in client.get("/checkout").text
    assert client.get("/checkout?step=delivery").location == "/checkout"
    work(limit=5)


def test_drafts_are_forgotten_after_a_month(client: FlaskClient) -> None:
    fill(client)
    step(client, "contact", GOOD)

    with later(days=31):
        drafting.forget_old()

    assert "14 Champa Lane" not in client.get("/checkout").text


def test_a_step_costs_few_statements(client: FlaskClient, statements: Statements) -> None:
    fill(client)
    step(client, "contact", GOOD)

    with statements(at_most=5):
        assert client.get("/checkout?step=delivery").status_code == 200
