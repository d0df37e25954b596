"""Orders and payments, as their clients expect them."""

from typing import Any

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.core.outbox import work
from storefront.domain.content.services import change_trade
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, sandbox
from tests.signed_in import browser_of

ADDRESS = {"street": "14 Champa Lane", "city": "Pune", "state": "Maharashtra", "zipCode": "411004", "country": "India"}


def fill(browser: Browser, quantity: int = 1, **ring: Any) -> str:
    product = a_ring(**{"stock": 5, "price": 12_000, **ring})
    browser.post("/cart/add", json={"productId": product, "quantity": quantity})
    return product


def place(browser: Browser, **body: Any) -> dict[str, Any]:
    answer = browser.post("/order", json=body)
    assert answer.status_code == 200, answer.json
    return answer.json["result"]


def verify(browser: Browser, order: dict[str, Any], outcome: str = "captured") -> Any:
    payment = sandbox().pay(order["id"], outcome, "upi")
    signature = sandbox().sign(order["id"], payment.id)
    brought = {"razorpay_order_id": order["id"], "razorpay_payment_id": payment.id, "razorpay_signature": signature}
    return browser.post("/payment/verify", json=brought)


def test_an_order_of_the_cart_has_the_shops_amount_whatever_was_sent(as_customer: Browser) -> None:
    fill(as_customer, 2)

    order = place(as_customer, amount=100, currency="INR", receipt="r1", notes={"gift": "yes"})

    assert (order["amount"], order["currency"]) == (24_000_00, "INR")
    assert sandbox().fetch_order(order["id"]).amount == 24_000_00
    assert order["orderId"].startswith("KN-")


@pytest.mark.parametrize("words", ["cod", "COD", "Cash on delivery"])
def test_an_order_that_is_paid_on_delivery_is_accepted_at_once(as_customer: Browser, words: str) -> None:
    change_trade({"cod": True}, None)
    fill(as_customer)

    order = place(as_customer, paymentMethod=words, shippingAddress=ADDRESS)

    shown = as_customer.get(f"/orders/{order['orderId']}").json["result"]
    assert (order["id"], order["amount"], order["keyId"]) == (None, 12_000_00, "")
    assert (shown["orderStatus"], shown["paymentStatus"], shown["paymentMethod"]) == ("confirmed", "pending", "cod")
    assert as_customer.get("/cart").json["result"] == []


@pytest.mark.parametrize("terms", [{}, {"cod": True, "cod_limit": 11_999_99}])
def test_where_the_shop_takes_no_cash_it_says_so(as_customer: Browser, terms: dict[str, Any]) -> None:
    change_trade(terms, None)
    fill(as_customer)

    answer = as_customer.post("/order", json={"paymentMethod": "cod"})

    assert (answer.status_code, list(answer.json["result"]["errors"])) == (422, ["pay"])
    assert place(as_customer)["id"]


def test_a_deposit_is_not_paid_on_delivery(as_customer: Browser) -> None:
    change_trade({"cod": True}, None)

    assert as_customer.post("/order", json={"paymentMethod": "cod", "amount": 500_00}).status_code == 422


def test_other_words_for_a_means_of_payment_are_left_to_the_payment_service(as_customer: Browser) -> None:
    fill(as_customer)

    assert place(as_customer, paymentMethod="razorpay")["id"]


def test_a_paid_order_is_verified_and_shown_by_any_of_its_ids(as_customer: Browser) -> None:
    fill(as_customer)
    order = place(as_customer, shippingAddress=ADDRESS)

    verified = verify(as_customer, order)

    assert verified.json == {"code": 1000, "message": "Payment verified successfully", "result": {"status": "success"}}
    shown = as_customer.get(f"/orders/{order['id']}").json["result"]
    assert (shown["status"], shown["amount"], shown["orderStatus"]) == ("paid", 12_000_00, "confirmed")
    for key in (shown["orderId"],):
        assert as_customer.get(f"/orders/{key}").json["result"] == shown


@pytest.mark.parametrize("path", ["/orderservice", "/user/orders"])
def test_ones_orders_have_the_shape_of_the_requirements(as_customer: Browser, path: str) -> None:
    fill(as_customer)
    verify(as_customer, place(as_customer, shippingAddress=ADDRESS))

    answer = as_customer.get(path)

    (order,) = answer.json["result"]
    assert answer.headers["X-Total-Count"] == "1"
    assert (order["total"], order["status"], order["paymentStatus"]) == (12_000, "confirmed", "paid")
    assert order["shippingAddress"] == ADDRESS
    assert order["items"][0].keys() >= {"productId", "name", "price", "quantity", "image"}
    assert order["tax"] == 349.51


def test_somebody_elses_order_is_not_found(as_customer: Browser, app: Flask) -> None:
    fill(as_customer)
    order = place(as_customer)
    stranger = browser_of(app, a_customer())

    assert stranger.get(f"/orders/{order['id']}").status_code == 404
    assert verify(stranger, order).status_code == 404
    assert stranger.get("/orderservice").json["result"] == []


def test_a_forged_signature_is_refused_and_confirms_nothing(as_customer: Browser) -> None:
    fill(as_customer)
    order = place(as_customer)
    forged = {"razorpay_order_id": order["id"], "razorpay_payment_id": "pay_1", "razorpay_signature": "0" * 64}

    answer = as_customer.post("/payment/verify", json=forged)

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert as_customer.get(f"/orders/{order['id']}").json["result"]["status"] == "created"


def test_a_failed_attempt_shows_as_attempted(as_customer: Browser) -> None:
    fill(as_customer)
    order = place(as_customer)
    payment = sandbox().pay(order["id"], "failed", "card")
    body, signature, event = sandbox().event("payment.failed", payment)
    headers = {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event}

    as_customer.post("/payment/webhook", data=body, headers=headers)
    work(limit=20)

    assert as_customer.get(f"/orders/{order['id']}").json["result"]["status"] == "attempted"


def test_an_empty_cart_needs_the_amount_of_a_deposit(as_customer: Browser) -> None:
    refused = as_customer.post("/order", json={})
    assert (refused.status_code, list(refused.json["result"]["errors"])) == (422, ["amount"])

    assert place(as_customer, amount=5_000_00, receipt="kada")["amount"] == 5_000_00


@pytest.mark.parametrize("amount", [99, 0, -5, 1.5, "100", True, 10**20])
def test_an_odd_amount_is_refused_at_its_field(as_customer: Browser, amount: Any) -> None:
    answer = as_customer.post("/order", json={"amount": amount})

    assert answer.status_code == 422
    assert "amount" in answer.json["result"]["errors"]


def test_paying_the_same_deposit_from_a_stale_tab_is_a_conflict(as_customer: Browser) -> None:
    verify(as_customer, place(as_customer, amount=5_000_00, receipt="kada"))

    answer = as_customer.post("/order", json={"amount": 5_000_00, "receipt": "kada"})

    assert (answer.status_code, answer.json["code"]) == (409, 2002)


def test_a_webhook_without_a_right_signature_is_refused(client: Browser) -> None:
    answer = client.post("/payment/webhook", data=b"{}", headers={"X-Razorpay-Signature": "nö"})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)


def test_a_webhook_of_an_unknown_order_is_taken_and_ignored(client: Browser, app: Flask) -> None:
    placed = a_paid_order(a_ring(stock=2))
    payment = sandbox().payments_of(placed.gateway_order_id)[0]
    body, signature, event = sandbox().event("payment.dispute.created", payment)
    headers = {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event}

    for _ in range(2):
        assert client.post("/payment/webhook", data=body, headers=headers).status_code == 200
    assert work(limit=20) > 0


def test_orders_need_somebody_signed_in(client: Browser) -> None:
    for method, path in (("post", "/order"), ("get", f"/orders/{new_id()}"), ("get", "/orderservice"), ("get", "/user/orders")):
        answer = getattr(client, method)(path)
        assert (answer.status_code, answer.json["code"]) == (401, 2001)


def test_notes_are_kept_without_what_no_database_takes(as_customer: Browser) -> None:
    assert place(as_customer, amount=100, notes={"gi\0ft": ["ye\0s", {"to": "Asha"}]})["amount"] == 100


def test_notes_do_not_go_deep(as_customer: Browser) -> None:
    for levels in (5, *range(700, 1_000, 20)):
        answer = as_customer.post("/order", data=f'{{"amount": 100, "notes": {{"a": {"[" * levels}{"]" * levels}}}}}')

        assert answer.status_code in (400, 422)
