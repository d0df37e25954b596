"""Giving money back, and keeping what an order says of its money in line with its refunds."""

from collections.abc import Iterable
from typing import Any

from storefront.adapters.payments.base import GatewayRefund
from storefront.core.db import transaction
from storefront.core.errors import Invalid
from storefront.core.money import lakh
from storefront.core.outbox import handles
from storefront.core.wording import plural
from storefront.domain.accounts import Person
from storefront.domain.orders import journal, mails
from storefront.domain.orders.errors import GivenBackMeanwhile
from storefront.domain.orders.forms import RefundForm
from storefront.domain.orders.notices import tell_staff
from storefront.domain.orders.restocking import restock
from storefront.domain.orders.states import MoneyEvent, NotPaid
from storefront.domain.orders.transitions import advance, locked
from storefront.domain.payments import refunds as payments
from storefront.domain.payments.services import id_of
from storefront.domain.payments.states import RefundState


def refund(order_id: str, form: RefundForm, who: Person) -> str:
    """Gives money of a paid order back, all that is left unless the form names an amount; the form sent again gives nothing more.

    With `restock` the order's pieces are on the shelf again, with `pieces` so many of them, each once. Returns the refund's id.
    NotPaid; GivenBackMeanwhile; TooMuchBack beyond what is left; NotOfThisOrder, TooManyBack, NotOut.
    """
    with transaction():
        order = locked(order_id)
        if known := payments.of_form(form.key):
            return known
        if order.paid_at is None:
            raise NotPaid
        if form.seen not in (None, order.refunded):
            raise GivenBackMeanwhile(order.refunded)
        payment_id = id_of(order.gateway_payment_id)
        # Of nothing that is left a paisa is too much.
        amount = form.amount or payments.refundable(payment_id) or 1
        if form.pieces and form.amount is None:
            raise Invalid({"amount": "Say how much goes back for these pieces."})
        refund_id = payments.ask(payment_id, amount, form.reason, who.id, form.key)
        follow(order, form.reason, who.id)
        if form.restock or form.pieces:
            restock(order, form.pieces or None, who)
            count = plural(sum(form.pieces.values()), "piece") if form.pieces else "The pieces"
            journal.note(order_id, "restocked", f"On the shelf again: {count[0].lower()}{count[1:]}.", who.id)
        mails.refunded(order_id, amount, form.reason, refund_id)
        return refund_id


def follow(order: Any, why: str, actor: str) -> None:
    """Brings what a locked order says of its money in line with the refunds of the payment that bought it."""
    if order.paid_at is None:
        return
    back = payments.given_back(order.gateway_payment_id)
    if back == order.refunded:
        return
    money = MoneyEvent.GIVE_BACK if back >= order.total else MoneyEvent.KEEP
    amount = abs(back - order.refunded)
    kind = "refund" if back > order.refunded else "refund_failed"
    sentence = f"{lakh(amount)} is given back." if kind == "refund" else f"A refund of {lakh(amount)} failed."
    advance(order, kind, f"{sentence} {why}".strip(), actor, money=money, changes={"refunded": back}, amount=amount)


def take_in(order_id: str, payment_id: str, told: Iterable[GatewayRefund]) -> None:
    """What the gateway tells of a payment's refunds, those made in its own window among them. Inside a transaction."""
    for refund_id in payments.take_in(payment_id, told):
        order = locked(order_id)
        words = f"Money of {order.number} was given back in the payment service's own window."
        tell_staff(order_id, words, f"window:{refund_id}")
    follow(locked(order_id), "As the payment service says.", journal.GATEWAY)


@handles("refund")
def carry_out(payload: dict[str, Any]) -> None:
    """Asks the gateway for a refund that was decided, or how it stands, and keeps the answer. GatewayUnavailable."""
    refund_id = payload["refund"]
    state, gateway_refund_id, error = payments.ask_gateway(refund_id)
    with transaction():
        order = locked(payments.order_of(refund_id))
        if payments.note(refund_id, state, gateway_refund_id, error) and state is RefundState.FAILED:
            words = f"A refund for {order.number} failed: {error or 'the payment service gave no reason'}"
            tell_staff(order.id, words, f"refund_failed:{refund_id}")
        follow(order, error, journal.GATEWAY)
