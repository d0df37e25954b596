"""What the sandbox allows and refuses, in Razorpay's words. Rows come here locked; nothing here asks the database."""

from typing import Literal

from storefront.adapters.payments.base import GatewayRefused
from storefront.adapters.payments.ids import new_id
from storefront.adapters.payments.sandbox_models import SandboxOrder, SandboxPayment, SandboxRefund

Outcome = Literal["captured", "authorized", "failed"]
"""What the bank says to a payment."""


def make_order(amount: int, currency: str, receipt: str) -> SandboxOrder:
    """A new order, unpaid; refused below one rupee."""
    _check_amount(amount)
    if len(receipt) > 40:
        raise _refused("The receipt may not be greater than 40 characters.")
    return SandboxOrder(id=new_id("order"), amount=amount, currency=currency, receipt=receipt, status="created")


def attempt(order: SandboxOrder, outcome: Outcome, method: str) -> SandboxPayment:
    """A payment of the whole order; refused if it is paid already."""
    _check_unpaid(order)
    captured = outcome == "captured"
    order.status = "paid" if captured else "attempted"
    return SandboxPayment(
        id=new_id("pay"),
        order_id=order.id,
        amount=order.amount,
        currency=order.currency,
        status=outcome,
        captured=captured,
        method=method,
        error="The payment was declined by the bank." if outcome == "failed" else "",
    )


def capture(payment: SandboxPayment, order: SandboxOrder, amount: int, currency: str) -> None:
    """Takes what was authorized, all of it, once an order."""
    if payment.status != "authorized":
        raise _refused("Only payments which have been authorized and not yet captured can be captured")
    if (payment.amount, payment.currency) != (amount, currency):
        raise _refused("Capture amount must be equal to the amount authorized")
    _check_unpaid(order)
    payment.status, payment.captured, order.status = "captured", True, "paid"


def give_back(payment: SandboxPayment, amount: int, key: str) -> SandboxRefund:
    """A refund of so many paise, at most what is left of the payment."""
    _check_amount(amount)
    if not payment.captured:
        raise _refused("The payment status should be captured for action to be taken")
    if payment.amount_refunded + amount > payment.amount:
        raise _refused("The total refund amount is greater than the refund payment amount")
    payment.amount_refunded += amount
    if payment.amount_refunded == payment.amount:
        payment.status = "refunded"
    return SandboxRefund(id=new_id("rfnd"), payment_id=payment.id, amount=amount, key=key)


def check_repeat(refund: SandboxRefund, amount: int) -> None:
    """A key that is used again must ask for the same."""
    if refund.amount != amount:
        raise _refused("This key has refunded another amount already.")


def _check_amount(amount: int) -> None:
    if amount < 100:
        raise _refused("The amount must be at least INR 1.00")


def _check_unpaid(order: SandboxOrder) -> None:
    if order.status == "paid":
        raise _refused("Order already paid")


def _refused(reason: str) -> GatewayRefused:
    return GatewayRefused(reason, "BAD_REQUEST_ERROR")
