"""Orders for staff."""

import pytest
from flask import Flask

from storefront.domain.orders.queries import page
from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, a_placed_order


def act(browser: Browser, number: str, action: str, **fields: str) -> int:
    here = f"/back-office/orders/{number}"
    return browser.submit(f"{here}/{action}", fields, page=here).status_code


def test_only_an_admin_gets_in(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    assert client.get("/back-office/orders").status_code == 303
    assert as_customer.get("/back-office/orders").status_code == 403
    assert as_admin.get("/back-office/orders").status_code == 200


def test_the_list_shows_orders_by_state_and_words(as_admin: Browser) -> None:
    paid, waiting = a_paid_order(a_ring()), a_placed_order(a_ring())

    everything = as_admin.get("/back-office/orders").text
    assert paid.number in everything
    assert waiting.number in everything
    to_pack = as_admin.get("/back-office/orders?state=confirmed").text
    assert paid.number in to_pack
    assert waiting.number not in to_pack
    found = as_admin.get(f"/back-office/orders?q={waiting.number[-6:].lower()}").text
    assert waiting.number in found
    assert paid.number not in found


@pytest.mark.parametrize("query", ["state=odd", "page=0", "page=abc", "page=99999", "q=%25_'\"\\", "q=" + "x " * 300])
def test_an_odd_address_shows_a_list(as_admin: Browser, query: str) -> None:
    assert as_admin.get(f"/back-office/orders?{query}").status_code == 200


def test_an_order_goes_its_way_by_staffs_buttons(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())

    assert act(as_admin, placed.number, "shipment", tracking_number="AWB 7714") == 303
    assert act(as_admin, placed.number, "delivery") == 303

    order = page(placed.id).order
    assert (order.status, order.tracking_number) == ("delivered", "AWB 7714")


def test_what_cannot_be_done_now_is_said_on_the_orders_page(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())
    here = f"/back-office/orders/{placed.number}"

    answer = as_admin.submit(f"{here}/delivery", {}, page=here)

    assert answer.status_code == 409
    assert "An order that is confirmed can become shipped or cancelled." in answer.text
    assert page(placed.id).order.status == "confirmed"


def test_cancelling_gives_pieces_and_money_back(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())

    assert act(as_admin, placed.number, "cancellation") == 303

    order = page(placed.id).order
    assert (order.status, order.payment_status, order.refunded) == ("cancelled", "refunded", order.total)


def test_a_parcel_that_came_back_is_restocked_and_refunded(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())
    act(as_admin, placed.number, "shipment")

    assert act(as_admin, placed.number, "return") == 303
    assert page(placed.id).order.payment_status == "refunded"


def test_an_order_that_was_paid_elsewhere_can_be_accepted(as_admin: Browser) -> None:
    placed = a_placed_order(a_ring())

    assert act(as_admin, placed.number, "confirmation") == 303

    order = page(placed.id).order
    assert (order.status, order.payment_status) == ("confirmed", "pending")


def test_an_unknown_order_is_not_found(as_admin: Browser, app: Flask) -> None:
    assert as_admin.get("/back-office/orders/KN-0000-000000").status_code == 404


def test_the_list_costs_a_fixed_number_of_statements(as_admin: Browser, statements: object) -> None:
    for _ in range(3):
        a_placed_order(a_ring())
    as_admin.get("/back-office/orders")

    with statements(at_most=8):  # type: ignore[operator]
        as_admin.get("/back-office/orders")
