"""All orders, as admins' clients see them (`api/staff_orders.py`)."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from storefront import adapters
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.orders import fulfilment
from storefront.domain.orders.queries import find
from storefront.domain.orders.states import Status
from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, a_placed_order

NOBODY = "65a1b2c3d4e5f60718293a4b"
"""An id that nothing has."""


def orders(browser: Browser, query: str = "") -> list[str]:
    return [one["orderId"] for one in browser.get(f"/admin/orders{query}").json["result"]]


def set_status(browser: Browser, order: str, status: Any, **more: Any) -> Any:
    return browser.put(f"/admin/orders/{order}/status", json={"status": status, **more})


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/admin/orders"), ("put", f"/admin/orders/{NOBODY}/status"), ("get", "/admin/stats/orders")]
)
def test_all_orders_are_for_admins(client: Browser, as_customer: Browser, method: str, path: str) -> None:
    for browser, status in ((client, 401), (as_customer, 403)):
        answer = getattr(browser, method)(path, data=b"{")
        assert (answer.status_code, answer.json["code"]) == (status, 2001)


def test_orders_of_everybody_are_listed_newest_first(as_admin: Browser) -> None:
    paid, open_one = a_paid_order(a_ring(price=12_000)), a_placed_order(a_ring())

    answer = as_admin.get("/admin/orders")

    assert answer.json["message"] == "All orders retrieved"
    newest, oldest = answer.json["result"]
    assert (newest["orderId"], oldest["orderId"]) == (open_one.number, paid.number)
    assert (oldest["status"], oldest["paymentStatus"], oldest["total"]) == ("confirmed", "paid", 12_000)
    assert oldest["customer"] == {"name": "Asha", "email": "asha@example.in", "phone": "9876543210"}
    assert len(oldest["items"]) == 1


def test_orders_are_filtered_by_state_payment_and_words(as_admin: Browser) -> None:
    paid, open_one = a_paid_order(a_ring()), a_placed_order(a_ring())

    assert orders(as_admin, "?status=confirmed") == [paid.number]
    assert orders(as_admin, "?paymentStatus=pending") == [open_one.number]
    assert orders(as_admin, "?status=confirmed&paymentStatus=pending") == []
    assert orders(as_admin, f"?q={paid.number.lower()}") == [paid.number]
    assert orders(as_admin, "?q=asha%20pune&status=") == [open_one.number, paid.number]
    assert orders(as_admin, "?q=nobody") == []


@pytest.mark.parametrize("query", ["status=lost", "paymentStatus=1", "page=0", "limit=101", "page=600&limit=20"])
def test_an_odd_filter_is_refused(as_admin: Browser, query: str) -> None:
    answer = as_admin.get(f"/admin/orders?{query}")

    assert (answer.status_code, answer.json["code"]) == (422, 2002)


def test_a_page_of_orders_costs_four_statements(as_admin: Browser, statements: Any) -> None:
    numbers = [a_placed_order(a_ring()).number for _ in range(5)][::-1]

    with statements(at_most=4):
        answer = as_admin.get("/admin/orders?page=2&limit=2&status=pending")

    assert [one["orderId"] for one in answer.json["result"]] == numbers[2:4]
    assert answer.headers["X-Total-Count"] == "5"
    last = answer.json["result"][-1]["id"]
    assert orders(as_admin, f"?limit=2&after={last}") == numbers[4:]


def test_an_order_goes_its_way_step_by_step(as_admin: Browser) -> None:
    number = a_paid_order(a_ring()).number

    moved = set_status(as_admin, number, "shipped", trackingNumber="BD 1234", id=new_id(), total=1)
    assert moved.json == {"code": 1000, "message": "Order status updated", "result": None}
    shown = as_admin.get("/admin/orders").json["result"][0]
    assert (shown["status"], shown["trackingNumber"]) == ("shipped", "BD 1234")

    assert set_status(as_admin, shown["id"], "delivered").status_code == 200
    assert set_status(as_admin, shown["razorpayOrderId"], "delivered").status_code == 200
    assert orders(as_admin, "?status=delivered") == [number]


@pytest.mark.parametrize(
    ("steps", "wanted", "allowed"),
    [
        ((), "shipped", ["confirmed", "cancelled"]),
        ((), "delivered", ["confirmed", "cancelled"]),
        (("confirmed",), "delivered", ["shipped", "cancelled"]),
        (("confirmed", "shipped"), "confirmed", ["delivered"]),
        (("confirmed", "shipped"), "cancelled", ["delivered"]),
        (("confirmed", "shipped", "delivered"), "cancelled", []),
        (("cancelled",), "confirmed", []),
    ],
)
def test_a_move_that_is_refused_says_where_the_order_can_go(
    as_admin: Browser, steps: tuple[str, ...], wanted: str, allowed: list[str]
) -> None:
    number = a_placed_order(a_ring()).number
    for step in steps:
        assert set_status(as_admin, number, step).status_code == 200

    answer = set_status(as_admin, number, wanted)

    assert (answer.status_code, answer.json["code"]) == (409, 2002)
    assert answer.json["result"] == {"errors": {}, "allowed": allowed, "status": steps[-1] if steps else "pending"}


@pytest.mark.parametrize("status", ["pending", "lost", "", None, 5, True, [], "\0"])
def test_an_odd_state_is_refused_at_its_field(as_admin: Browser, status: Any) -> None:
    answer = set_status(as_admin, a_placed_order(a_ring()).number, status)

    assert (answer.status_code, list(answer.json["result"]["errors"])) == (422, ["status"])


@pytest.mark.parametrize("number", [NOBODY, "KN-0000-000000", "%00", "x" * 400])
def test_an_order_that_is_not_there_is_not_found(as_admin: Browser, number: str) -> None:
    answer = set_status(as_admin, number, "confirmed")

    assert (answer.status_code, answer.json["code"]) == (404, 2004)


def test_the_figures_count_what_was_paid_and_not_given_back(as_admin: Browser, admin: Person) -> None:
    assert as_admin.get("/admin/stats/orders").json["result"] == {
        "totalOrders": 0, "pendingOrders": 0, "completedOrders": 0, "totalRevenue": 0,
    }  # fmt: skip
    a_placed_order(a_ring(price=30_000))
    delivered, cancelled = a_paid_order(a_ring(price=12_000)), a_paid_order(a_ring(price=15_000.5))
    a_paid_order(a_ring(price=20_000.25))
    for state in (Status.SHIPPED, Status.DELIVERED):
        fulfilment.move(find(delivered.number, admin), state, admin)
    fulfilment.cancel(find(cancelled.number, admin), admin)

    answer = as_admin.get("/admin/stats/orders")

    assert answer.json["message"] == "Order stats retrieved"
    assert answer.json["result"] == {
        "totalOrders": 4, "pendingOrders": 1, "completedOrders": 1, "totalRevenue": 32_000.25,
    }  # fmt: skip


def test_the_figures_cost_two_statements(as_admin: Browser, statements: Any) -> None:
    a_paid_order(a_ring())

    with statements(at_most=2):
        as_admin.get("/admin/stats/orders")


def test_a_waiting_order_can_be_called_off_while_payments_are_closed(app: Flask, as_admin: Browser) -> None:
    number = a_placed_order(a_ring()).number
    adapters.use(replace(app.extensions["adapters"], gateway=None))

    answer = set_status(as_admin, number, "cancelled")

    assert (answer.status_code, orders(as_admin, "?status=cancelled")) == (200, [number])
