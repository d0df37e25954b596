"""From the bag to a paid order, by forms alone."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from storefront.adapters.payments.base import GatewayUnavailable
from storefront.core.outbox import work
from storefront.domain.content.services import change_trade
from storefront.domain.orders import links
from storefront.domain.orders.queries import find_by_number, page
from storefront.shop import payment
from tests.shop.checking_out import GOOD, fill, number_in, send, step, token


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
    window = re.search(r'href="(/sandbox/[^"]+)"', client.get(placed.location).text)[1]
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
        pytest.param({"error[metadata]": "[" * 100_000}, id="deep"),
        {"error[metadata]": '{"order_id": "\\u0000"}'},
        {"error[metadata]": '["a list"]'},
        {"error[metadata]": '{"order_id": 5}'},
    ],
)
def test_an_odd_return_is_no_error_of_ours(client: FlaskClient, brought: dict[str, str]) -> None:
    assert client.post("/payment/return", data=brought).status_code < 500


def test_the_buyer_may_cancel_until_it_is_shipped_and_gets_the_money_back(client: FlaskClient) -> None:
    fill(client)
    placed = send(client)
    window = re.search(r'href="(/sandbox/[^"]+)"', client.get(placed.location).text)[1]
    csrf = token(client.get(window).text)
    back = client.post(window, data={"outcome": "captured", "csrf_token": csrf})
    client.get(back.location)
    shown = client.get(links.path_of(number_in(placed.location)))
    action = re.search(r'action="([^"]+/cancellation[^"]*)"', shown.text)[1]

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
