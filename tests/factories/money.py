"""Refunds in the situations that tests begin with."""

from typing import Any

from storefront.core.ids import new_id
from storefront.domain.orders import refunds
from storefront.domain.orders.audit import Drift, drifts
from storefront.domain.orders.forms import RefundForm
from tests.factories.accounts import an_admin


def a_refund(placed: Any, amount: int | None = None, **said: Any) -> str:
    """Staff give so many paise of an order back, all without an amount; the refund's id."""
    form = RefundForm(**{"amount": amount, "reason": "The stone was loose.", "key": new_id(), **said})
    return refunds.refund(placed.id, form, an_admin())


def books() -> list[Drift]:
    """What does not add up."""
    return drifts()
