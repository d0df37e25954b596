"""Money for staff: backoffice.money."""

import re
from typing import Any

import pytest
from flask import Flask

from storefront import adapters
from storefront.adapters.payments.base import GatewayUnavailable
from storefront.core.clock import in_india, now
from storefront.domain.orders import notices
from storefront.domain.orders.fulfilment import cancel
from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, a_payment, a_placed_order, come_back, sandbox


class Away:
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def payments_between(self, *_given: Any) -> Any:
        raise GatewayUnavailable


def today() -> str:
    return in_india(now()).date().isoformat()


def test_only_an_admin_gets_in(as_customer: Browser, as_admin: Browser) -> None:
    assert as_customer.get("/back-office/money").status_code == 403
    assert "Nothing waits." in as_admin.get("/back-office/money").text


def test_money_that_came_too_late_waits_until_somebody_has_seen_to_it(as_admin: Browser) -> None:
    placed = a_placed_order(a_ring())
    cancel(placed.id, None)
    come_back(placed, a_payment(placed))

    shown = as_admin.get("/back-office/money").text
    assert f"came for {placed.number} and goes back" in shown
    action = re.search(r'action="(/back-office/money/notices/\w+/seen)"', shown)
    assert action

    assert as_admin.submit(action[1], {}, page="/back-office/money").status_code == 303
    assert notices.count_unseen() == 0


def test_a_day_shows_both_books_and_what_differs(as_admin: Browser) -> None:
    paid = a_paid_order(a_ring(price=10_000))
    unheard = a_placed_order(a_ring(price=20_000))
    payment = a_payment(unheard)

    shown = as_admin.get(f"/back-office/money/day?day={today()}").text

    assert "₹30,000" in shown
    assert f"{payment.id}</td>" in shown
    assert "The shop does not know these ₹20,000." in shown
    assert paid.number not in shown


def test_a_day_in_order_says_so(as_admin: Browser) -> None:
    a_paid_order(a_ring())

    assert "The two agree in every payment." in as_admin.get(f"/back-office/money/day?day={today()}").text


@pytest.mark.parametrize("day", ["", "soon", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_an_odd_day_is_yesterday(as_admin: Browser, day: str) -> None:
    assert as_admin.get(f"/back-office/money/day?day={day}").status_code == 200


def test_a_gateway_that_does_not_answer_is_said_on_the_page(as_admin: Browser, app: Flask) -> None:
    adapters.swap(gateway=Away(sandbox()))

    answer = as_admin.get("/back-office/money/day")

    assert answer.status_code == 503
    assert "cannot be reached" in answer.text
