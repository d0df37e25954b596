"""Orders as their buyers see them."""

from flask import Flask
from flask.testing import FlaskClient

from storefront.domain.orders import links
from storefront.domain.orders.checkout import place_deposit
from storefront.domain.orders.drafts import Details
from storefront.domain.orders.queries import page
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order
from tests.shop.test_checkout import token


def test_a_list_of_orders_needs_somebody_signed_in(client: FlaskClient) -> None:
    answer = client.get("/account/orders")

    assert (answer.status_code, answer.location) == (303, "/account/login?next=/account/orders")


def test_somebody_elses_order_is_not_found(as_customer: FlaskClient) -> None:
    placed = a_paid_order(a_ring(stock=3))

    assert as_customer.get(f"/account/orders/{placed.number}").status_code == 404


def test_an_order_without_an_address_asks_for_one(client: FlaskClient, app: Flask) -> None:
    who = a_customer()
    placed = place_deposit(who, Details.of(who, receipt="kada"), 5_000_00)
    path = links.path_of(placed.number)
    shown = client.get(path)
    assert "Where may we send it?" in shown.text

    address = {"name": "Asha", "phone": "9876543210", "pin": "4110", "city": "Pune", "state": "Goa", "street": "1 Lane"}
    action = f"/order/{placed.number}/address?key={links.key_of(placed.number)}"
    csrf = token(shown.text)
    refused = client.post(action, data={**address, "csrf_token": csrf})
    assert refused.status_code == 422
    assert "A PIN code has six digits." in refused.text
    assert 'value="1 Lane"' in refused.text

    client.post(action, data={**address, "pin": "411004", "csrf_token": csrf})
    assert page(placed.id).order.shipping_address["zipCode"] == "411004"
