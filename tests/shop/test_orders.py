"""Orders as their buyers see them."""

from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient

from storefront.core.clock import frozen
from storefront.domain.content.services import change_trade
from storefront.domain.orders import addressing, fulfilment, links
from storefront.domain.orders.checkout import place_deposit
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.queries import page
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import a_bag, a_paid_order, a_placed_order
from tests.shop.checking_out import token


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


def test_who_comes_from_paying_is_thanked_and_sees_the_order_ever_after(client: FlaskClient) -> None:
    placed = a_paid_order(a_ring(stock=3))
    path = links.path_of(placed.number)

    assert "Thank you. It is yours." in client.get(f"{path}&new=1").text
    assert "Being prepared" in client.get(path).text


def test_an_order_that_is_not_paid_thanks_for_nothing(client: FlaskClient) -> None:
    placed = a_placed_order(a_ring(stock=3))

    shown = client.get(f"{links.path_of(placed.number)}&new=1").text

    assert "Waiting for your payment" in shown
    assert "held for you until" in shown


def test_an_order_that_was_never_paid_says_so_when_it_is_called_off(client: FlaskClient) -> None:
    placed = a_placed_order(a_ring(stock=3))
    fulfilment.cancel(placed.id, None)

    shown = client.get(links.path_of(placed.number)).text

    assert "Not paid" in shown
    assert "goes back the way it came" not in shown


def test_money_that_went_back_is_said_on_the_order(client: FlaskClient) -> None:
    placed = a_paid_order(a_ring(stock=3))
    fulfilment.cancel(placed.id, None)

    shown = client.get(links.path_of(placed.number)).text

    assert "Given back" in shown
    assert "goes back the way it came" in shown


def test_an_invoice_says_what_was_bought_with_the_tax_that_is_in_it(client: FlaskClient) -> None:
    placed = a_paid_order(a_ring(name="Lotus ring", stock=3))
    path = links.path_of(placed.number).replace("?", "/invoice?")

    shown = client.get(path)

    assert shown.status_code == 200
    for words in ("Lotus ring", "Total, incl. of all taxes", "Of which", "Asha", placed.number):
        assert words in shown.text
    assert client.get(f"/order/{placed.number}/invoice").status_code == 404


def test_an_invoice_says_each_head_of_the_tax_once(client: FlaskClient) -> None:
    owner = a_bag(a_ring(stock=3))
    placed = a_paid_order(a_ring(stock=3), owner=owner)

    shown = client.get(links.path_of(placed.number).replace("?", "/invoice?")).text

    assert len(page(placed.id).lines) == 2
    assert [shown.count(head) for head in ("Of which CGST 1.5 %", "Of which SGST 1.5 %")] == [1, 1]


def test_there_is_no_invoice_before_the_shop_is_bound(client: FlaskClient) -> None:
    placed = a_placed_order(a_ring(stock=3))

    assert client.get(links.path_of(placed.number).replace("?", "/invoice?")).status_code == 404


def test_a_parcel_can_be_followed_where_the_courier_tells_of_it(client: FlaskClient, app: Flask) -> None:
    placed = a_paid_order(a_ring(stock=3))
    change_trade({"tracking_url": "https://courier.example/{number}"}, None)

    fulfilment.ship(placed.id, an_admin(), "BD 44/17")

    assert 'href="https://courier.example/BD%2044%2F17"' in client.get(links.path_of(placed.number)).text


def test_what_was_said_of_the_days_stands_on_the_order_until_it_is_there(client: FlaskClient) -> None:
    with frozen(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        placed = a_paid_order(a_ring(stock=3))
        path = links.path_of(placed.number)

        thanks, order = client.get(f"{path}&new=1").text, client.get(path).text
        assert page(placed.id).order.estimated_delivery == date(2026, 11, 28)
        assert "By Saturday, 28 November" in thanks
        assert "By Saturday, 28 November" in order

        fulfilment.ship(placed.id, an_admin(), "BD1")
        fulfilment.deliver(placed.id, an_admin())
        assert "By Saturday" not in client.get(path).text


def test_another_place_takes_back_what_was_said_of_the_days(app: Flask) -> None:
    placed = a_paid_order(a_ring(stock=3))

    addressing.set_address(placed.id, {"street": "1 Lane", "city": "Leh", "state": "Ladakh", "zipCode": "194101"}, None)

    assert page(placed.id).order.estimated_delivery is None
