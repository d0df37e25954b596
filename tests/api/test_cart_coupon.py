"""The coupon of the cart in JSON: the endpoints of `cart_coupon`."""

from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.promotions import a_coupon


def a_cart(browser: Browser, **said: object) -> str:
    ring = a_ring(**{"stock": 5, "price": 5_000, **said})
    browser.post("/cart/add", json={"productId": ring})
    return ring


def test_without_a_coupon_the_cart_says_what_it_costs(as_customer: Browser) -> None:
    a_cart(as_customer)

    told = as_customer.get("/cart/coupon").json["result"]

    assert (told["coupon"], told["trouble"]) == (None, None)
    assert (told["subtotal"], told["discount"], told["shipping"], told["total"], told["tax"]) == (5000, 0, 150, 5150, 150)


def test_a_coupon_is_applied_and_removed(as_customer: Browser) -> None:
    a_coupon()
    a_cart(as_customer)

    applied = as_customer.post("/cart/coupon", json={"code": "shagun10"}).json["result"]
    removed = as_customer.delete("/cart/coupon").json["result"]

    assert (applied["coupon"], applied["discount"], applied["total"]) == ("SHAGUN10", 500, 4650)
    assert {"kind": "discount", "label": "SHAGUN10", "amount": -500, "included": False, "item": 0} in applied["amounts"]
    assert (removed["coupon"], removed["total"]) == (None, 5150)


def test_a_refusal_says_what_is_missing(as_customer: Browser) -> None:
    a_coupon(minimum=8_000)
    a_cart(as_customer)

    answer = as_customer.post("/cart/coupon", json={"code": "SHAGUN10"})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert answer.json["result"]["errors"] == {"code": "SHAGUN10 is for ₹8,000 or more; add pieces for ₹3,000 to use it."}
    assert answer.json["result"]["missing"] == 3000


def test_an_order_says_its_coupon_and_all_its_amounts(as_customer: Browser) -> None:
    a_coupon()
    a_cart(as_customer)
    as_customer.post("/cart/coupon", json={"code": "SHAGUN10"})
    to = {"street": "14 Park Street", "city": "Kolkata", "state": "West Bengal", "zipCode": "700016"}

    placed = as_customer.post("/order", json={"amount": 465_000, "shippingAddress": to}).json["result"]
    told = as_customer.get(f"/orders/{placed['orderId']}").json["result"]

    assert placed["amount"] == 465_000
    assert (told["coupon"], told["discount"], told["tax"]) == ("SHAGUN10", 500, 135.44)
    heads = [one for one in told["amounts"] if one["included"]]
    assert [(one["label"], one["amount"], one["item"]) for one in heads] == [("IGST 3 %", 131.07, 0), ("IGST 3 %", 4.37, None)]
    assert as_customer.get("/orderservice").json["result"][0]["coupon"] == "SHAGUN10"


def test_a_coupon_that_ceased_to_hold_refuses_the_order(as_customer: Browser, as_admin: Browser) -> None:
    coupon = a_coupon()
    a_cart(as_customer)
    as_customer.post("/cart/coupon", json={"code": "SHAGUN10"})

    as_admin.put(f"/admin/coupons/{coupon}", json={"code": "SHAGUN10", "kind": "percentage", "value": 10, "isActive": False})
    answer = as_customer.post("/order", json={})

    assert answer.status_code == 422
    assert answer.json["result"]["errors"] == {"code": "SHAGUN10 is no longer valid."}
    assert as_customer.get("/cart/coupon").json["result"]["trouble"] == "SHAGUN10 is no longer valid."
