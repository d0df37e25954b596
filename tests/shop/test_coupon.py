"""The coupon on the bag's page, in its drawer, and at the checkout."""

import re

from flask import Flask

from storefront.domain.orders.checkout import place
from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.orders import ADDRESS, DETAILS, a_bag
from tests.factories.promotions import a_coupon, a_zone, with_coupon

HTMX = {"HX-Request": "true"}
BUYER = {
    **{name: ADDRESS[name] for name in ("name", "phone", "street", "city", "state")},
    "email": "meera@example.in",
    "pin": "411004",
}


def a_filled_bag(client: Browser, **said: object) -> None:
    client.post("/bag/lines", data={"product_id": a_ring(**{"stock": 5, "price": 10_000, **said}), "quantity": 1})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_without_script_a_coupon_leads_back_to_the_bag_which_shows_it(client: Browser) -> None:
    a_coupon()
    a_filled_bag(client)

    answer = client.submit("/bag/coupon", {"code": "shagun10"}, page="/bag")

    assert (answer.status_code, answer.location) == (303, "/bag")
    page = client.get("/bag").text
    assert "SHAGUN10 Remove SHAGUN10 −₹1,000" in words(page)
    assert "Total ₹9,000" in words(page)
    assert "Have a coupon?" not in page


def test_with_htmx_the_drawer_is_exchanged_and_the_change_is_said(client: Browser) -> None:
    a_coupon()
    a_filled_bag(client)

    answer = client.submit("/bag/coupon", {"code": "SHAGUN10"}, page="/bag", headers=HTMX)

    assert answer.status_code == 200
    assert 'id="bag-drawer"' in answer.text
    assert "SHAGUN10 is in your bag." in answer.text
    assert "−₹1,000" in answer.text


def test_a_refused_code_stays_in_its_field_with_the_sentence(client: Browser) -> None:
    a_filled_bag(client)

    answer = client.submit("/bag/coupon", {"code": "nothing"}, page="/bag")

    assert answer.status_code == 422
    assert "We know no coupon NOTHING." in answer.text
    assert 'value="nothing"' in answer.text
    assert '<details class="coupon" open>' in answer.text


def test_an_empty_field_is_refused_too(client: Browser) -> None:
    a_filled_bag(client)

    answer = client.submit("/bag/coupon", {"code": " "}, page="/bag", headers={**HTMX, "HX-Target": "bag-contents"})

    assert answer.status_code == 422
    assert "This is needed." in answer.text
    assert 'id="bag-contents"' in answer.text


def test_a_coupon_can_be_taken_out(client: Browser) -> None:
    a_coupon()
    a_filled_bag(client)
    client.submit("/bag/coupon", {"code": "SHAGUN10"}, page="/bag")

    answer = client.submit("/bag/coupon/removal", {}, page="/bag")

    assert (answer.status_code, answer.location) == (303, "/bag")
    assert "Total ₹10,000" in words(client.get("/bag").text)


def test_a_bag_that_fell_below_the_minimum_says_how_much_is_missing(client: Browser) -> None:
    a_coupon(minimum=15_000)
    a_filled_bag(client, price=10_000)
    a_filled_bag(client, price=6_000)
    client.submit("/bag/coupon", {"code": "SHAGUN10"}, page="/bag")
    page = client.get("/bag").text
    last = re.findall(r'action="(/bag/lines/[0-9a-f]{24}/removal)"', page)[-1]

    client.submit(last, {}, page="/bag")

    page = client.get("/bag").text
    assert "SHAGUN10 is for ₹15,000 or more; add pieces for ₹5,000 to use it." in page
    assert "Total ₹10,000" in words(page)
    assert 'action="/bag/coupon/removal"' in page


def test_a_coupon_that_ceased_to_hold_is_told_at_the_checkout_and_nothing_typed_is_lost(app: Flask, client: Browser) -> None:
    a_coupon(limit=1)
    a_filled_bag(client)
    client.submit("/bag/coupon", {"code": "SHAGUN10"}, page="/bag")
    place(with_coupon(a_bag(a_ring())), None, DETAILS)

    answer = client.submit("/checkout", BUYER)

    assert answer.status_code == 422
    assert "SHAGUN10 has been used up." in answer.text
    assert "meera@example.in" in answer.text
    assert "Total ₹10,000" in words(answer.text)
    back = client.submit("/bag/coupon/removal", {"back": "checkout"}, page="/bag")
    assert (back.status_code, back.location) == (303, "/checkout")
    assert client.submit("/checkout", BUYER).status_code == 303


def test_the_order_s_page_shows_discount_and_heads(client: Browser) -> None:
    a_coupon()
    a_filled_bag(client)
    client.submit("/bag/coupon", {"code": "SHAGUN10"}, page="/bag")
    paying = client.submit("/checkout", BUYER).location

    page = words(client.get(paying.replace("/payment?", "?")).text)

    assert "SHAGUN10 −₹1,000" in page
    assert "CGST 1.5 %, contained ₹131.07" in page
    assert "SGST 1.5 %, contained ₹131.07" in page


def test_the_bag_s_delivery_follows_the_pin_code_that_was_asked_about(client: Browser) -> None:
    a_zone("7", fee=450)
    a_ring(slug="lotus-ring", stock=5, price=5_000)
    a_filled_bag(client, price=5_000)
    assert "Insured delivery ₹150" in words(client.get("/bag").text)

    asked = client.get("/p/lotus-ring/delivery?pin=781001").text

    assert "Insured delivery costs ₹450." in words(asked)
    assert "Insured delivery ₹450" in words(client.get("/bag").text)


def test_an_empty_bag_shows_no_field_for_a_coupon(client: Browser) -> None:
    assert "Have a coupon?" not in client.get("/bag").text
