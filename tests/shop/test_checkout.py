"""From the bag to a paid order in three steps, by forms alone, and what HTMX gets of them."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storefront.adapters.payments.base import GatewayUnavailable
from storefront.core.clock import later
from storefront.core.outbox import work
from storefront.domain.accounts import Person, queries, services
from storefront.domain.accounts.address_forms import SavedAddressForm
from storefront.domain.content.services import change_trade
from storefront.domain.orders import drafting, links
from storefront.domain.orders.queries import find_by_number, page
from storefront.shop import payment
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, a_customer
from tests.factories.catalog import a_ring

Statements = Callable[..., AbstractContextManager[list[str]]]
HOME = {"name": "Asha Rao", "city": "Pune", "state": "Maharashtra", "zip_code": "411004"}
GOOD = {
    "email": "asha@example.in",
    "phone": "98765 43210",
    "name": "Asha Rao",
    "pin": "411 004",
    "city": "Pune",
    "state": "Maharashtra",
    "street": "14 Champa Lane",
}


def token(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found
    return found[1]


def step(client: FlaskClient, name: str, fields: dict[str, str], **more: object) -> TestResponse:
    """Sends the form of a step."""
    csrf = token(client.get("/checkout").text)
    return client.post(f"/checkout?step={name}", data={**fields, "csrf_token": csrf}, **more)


def send(client: FlaskClient, pay: str = "online", note: str = "", **changes: str) -> TestResponse:
    """All three steps."""
    step(client, "contact", {**GOOD, **changes})
    step(client, "delivery", {"delivery": "standard", "note": note})
    return step(client, "payment", {"pay": pay})


def fill(client: FlaskClient, quantity: int = 1, **ring: object) -> str:
    product = a_ring(**{"stock": 5, **ring})
    client.post("/bag/lines", data={"product_id": product, "quantity": quantity})
    return product


def number_in(address: str) -> str:
    found = re.search(r"/order/(KN-\d{4}-\w{6})", address)
    assert found
    return found[1]


def test_an_empty_bag_has_no_checkout(client: FlaskClient) -> None:
    assert client.get("/checkout").location == "/bag"


def test_a_guest_buys_without_script(client: FlaskClient) -> None:
    fill(client)

    placed = send(client)
    paying = client.get(placed.location)
    window = re.search(r'href="(/sandbox/[^"]+)"', paying.text)
    assert window
    pretended = client.get(window[1])
    back = client.post(window[1], data={"outcome": "captured", "method": "upi", "csrf_token": token(pretended.text)})
    confirmed = client.get(client.get(back.location).location)

    assert "Thank you. It is yours." in confirmed.text
    order = page(find_by_number(number_in(placed.location))).order
    assert (order.status, order.payment_status, order.email) == ("confirmed", "paid", "asha@example.in")
    assert order.shipping_address["zipCode"] == "411004"
    assert "Your bag is empty" in client.get("/bag").text


def test_a_refused_payment_leads_back_with_a_sentence_and_can_be_tried_again(client: FlaskClient) -> None:
    fill(client)
    placed = send(client)
    window = re.search(r'href="(/sandbox/[^"]+)"', client.get(placed.location).text)[1]  # type: ignore[index]
    pretended = client.get(window)

    back = client.post(window, data={"outcome": "failed", "method": "card", "csrf_token": token(pretended.text)})
    again = client.get(client.get(back.location).location)

    assert "did not go through" in again.text
    assert "/sandbox/" in again.text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("email", "nobody", "This is not an e-mail address."),
        ("phone", "12", "A mobile number has ten digits."),
        ("pin", "4110", "A PIN code has six digits."),
        ("pin", "011004", "A PIN code has six digits."),
        ("state", "Atlantis", "Choose a state from the list."),
        ("name", "", "This is needed."),
        ("gstin", "123", "A GST number has 15 characters"),
    ],
)
def test_a_wrong_field_gets_its_sentence_and_nothing_typed_is_lost(
    client: FlaskClient, field: str, typed: str, sentence: str
) -> None:
    fill(client)

    answer = step(client, "contact", {**GOOD, field: typed})
    later = client.get("/checkout").text

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-note"' in answer.text
    for text in (answer.text, later):
        assert 'value="14 Champa Lane"' in text
        assert f'value="{typed}"' in text or field == "state"


@pytest.mark.parametrize("field", [*GOOD, "gstin", "note", "pay", "delivery", "address", "save", "step"])
def test_odd_input_is_refused_or_kept_and_never_a_surprise(client: FlaskClient, field: str) -> None:
    fill(client)

    for odd in ("x" * 100_000, "nul\0", "💍" * 300, "a\r\nSet-Cookie: b=c", "' or 1=1 --", "{{ 7*7 }}", "<b>"):
        for name in ("contact", "delivery", "payment", "nowhere"):
            answer = step(client, name, {"email": "", field: odd})
            assert answer.status_code in (303, 422), (name, odd)
            assert "<b>" not in client.get("/checkout").text


def test_sending_twice_makes_one_order(client: FlaskClient) -> None:
    fill(client)

    assert send(client).location == send(client).location


def test_an_order_page_opens_by_its_signed_link_only(client: FlaskClient, app: Flask) -> None:
    fill(client)
    number = number_in(send(client).location)
    stranger = app.test_client()

    assert stranger.get(f"/order/{number}").status_code == 404
    assert stranger.get(f"/order/{number}?key={'0' * 32}").status_code == 404
    assert stranger.get(f"/order/{number}?key=ä\x00").status_code == 404


def test_a_forged_return_confirms_nothing(client: FlaskClient) -> None:
    fill(client)
    number = number_in(send(client).location)
    gateway_order = page(find_by_number(number)).order.gateway_order_id
    forged = {"razorpay_order_id": gateway_order, "razorpay_payment_id": "pay_x", "razorpay_signature": "0" * 64}

    answer = client.post("/payment/return", data=forged, headers={"Origin": "https://api.razorpay.com"})

    assert answer.status_code == 422
    assert "You need not pay twice." in answer.text
    assert page(find_by_number(number)).order.status == "pending"


def test_a_payment_service_that_is_away_keeps_the_order_and_offers_to_try_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object) -> None:
        raise GatewayUnavailable

    fill(client)
    placed = send(client)
    monkeypatch.setattr(payment, "attach", away)

    answer = client.get(placed.location)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Your order is kept." in answer.text
    again = re.search(r'<a class="button" href="([^"]+)">Try again</a>', answer.text)
    order = re.search(r'<a class="link" href="([^"]+)">See the order</a>', answer.text)
    assert again
    assert order
    assert html.unescape(again[1]).rstrip("?") == placed.location
    assert client.get(html.unescape(order[1])).status_code == 200


@pytest.mark.parametrize(
    "brought",
    [
        {},
        {"razorpay_signature": "x"},
        {"razorpay_signature": "é", "razorpay_order_id": "order_none", "razorpay_payment_id": "pay_none"},
        {"error[metadata]": "not json"},
        {"error[metadata]": '["a list"]'},
        {"error[metadata]": '{"order_id": 5}'},
    ],
)
def test_an_odd_return_is_no_error_of_ours(client: FlaskClient, brought: dict[str, str]) -> None:
    assert client.post("/payment/return", data=brought).status_code < 500


def test_the_buyer_may_cancel_until_it_is_shipped_and_gets_the_money_back(client: FlaskClient) -> None:
    fill(client)
    placed = send(client)
    window = re.search(r'href="(/sandbox/[^"]+)"', client.get(placed.location).text)[1]  # type: ignore[index]
    csrf = token(client.get(window).text)
    back = client.post(window, data={"outcome": "captured", "csrf_token": csrf})
    client.get(back.location)
    shown = client.get(links.path_of(number_in(placed.location)))
    action = re.search(r'action="([^"]+/cancellation[^"]*)"', shown.text)[1]  # type: ignore[index]

    client.post(action, data={"csrf_token": csrf})
    work(limit=20)

    order = page(find_by_number(number_in(placed.location))).order
    assert (order.status, order.payment_status) == ("cancelled", "refunded")


def test_paying_on_delivery_is_offered_only_where_the_shop_takes_it(client: FlaskClient) -> None:
    def offered() -> bool:
        return "Pay on delivery" in client.get("/checkout?step=payment").text

    fill(client, price=12_000)
    step(client, "contact", GOOD)
    step(client, "delivery", {"delivery": "standard"})
    assert not offered()

    change_trade({"cod": True}, None)
    assert offered()

    change_trade({"cod_limit": 11_000_00}, None)
    assert not offered()


def test_an_order_to_be_paid_on_delivery_is_thanked_for_at_once(client: FlaskClient) -> None:
    change_trade({"cod": True}, None)
    fill(client, price=12_000)

    placed = send(client, pay="cod")
    thanks = client.get(placed.location)

    assert "₹12,000 on delivery" in thanks.text
    order = page(find_by_number(number_in(placed.location))).order
    assert (order.status, order.payment_status, order.payment_method) == ("confirmed", "pending", "cod")
    work(limit=5)


def test_paying_on_delivery_where_it_is_not_taken_is_said_in_the_form(client: FlaskClient) -> None:
    fill(client)

    answer = send(client, pay="cod")

    assert answer.status_code == 422
    assert "cannot be paid on delivery" in answer.text


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
