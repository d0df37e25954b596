"""The gateway's day against the shop's: every payment that one of them knows, and where the two differ. Changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from storefront.adapters.payments.base import GatewayPayment, NoSuchPayment
from storefront.core.clock import INDIA, in_india, now
from storefront.core.db import end_read, session
from storefront.core.money import lakh
from storefront.domain.orders.models import Order
from storefront.domain.payments.models import Payment
from storefront.domain.payments.services import CASH, gateway
from storefront.domain.payments.states import PaymentState

_IN = (PaymentState.CAPTURED, PaymentState.REFUNDED)
_AT_ONCE = 500


@dataclass(frozen=True)
class Side:
    """What one of the two says of a day: payments that came in, and paise."""

    payments: int
    received: int
    given_back: int

    @classmethod
    def of(cls, amounts: Iterable[tuple[int, int]]) -> "Side":
        """Of (amount, given back) of each payment that came in."""
        known = list(amounts)
        return cls(len(known), sum(amount for amount, _ in known), sum(back for _, back in known))


@dataclass(frozen=True)
class Difference:
    """A payment of which the two say different things, or one says nothing."""

    payment: str
    number: str
    """The order's, or '' where the shop knows of none."""
    sentence: str


@dataclass(frozen=True)
class Reconciliation:
    """A day on India's calendar."""

    day: date
    gateway: Side
    shop: Side
    differences: tuple[Difference, ...]


def reconcile(day: date) -> Reconciliation:
    """Compares what the gateway and the shop know of payments begun on this day. PaymentsClosed, GatewayUnavailable."""
    since = datetime.combine(day, time(), INDIA)
    until = since + timedelta(days=1)
    end_read()
    told = {one.id: one for one in gateway().payments_between(since, until)}
    beside = [row for row in _written(since, until) if row.gateway_payment_id not in told]
    gone = []
    for row in beside:
        # Written down after midnight, the gateway counts it to the day before; or it does not know it at all.
        try:
            gateway().fetch_payment(row.gateway_payment_id)
        except NoSuchPayment:
            gone.append(row)
    known = {row.gateway_payment_id: row for row in _named(list(told))}
    differences = [found for one in told.values() if (found := _compared(one, known.get(one.id)))]
    differences += [Difference(row.gateway_payment_id, row.number, _NOT_THERE) for row in gone]
    return Reconciliation(
        day,
        Side.of((one.amount, one.amount_refunded) for one in told.values() if one.status in _IN),
        Side.of((row.amount, row.refunded) for row in (*known.values(), *gone) if row.state in _IN),
        tuple(sorted(differences, key=lambda one: one.payment)),
    )


def yesterday() -> date:
    """The last day that is over, in India."""
    return in_india(now()).date() - timedelta(days=1)


_COLUMNS = select(Payment.gateway_payment_id, Payment.amount, Payment.refunded, Payment.state, Order.number).join(
    Order, Order.id == Payment.order_id
)
_NOT_THERE = "The payment service does not know this payment."


def _written(since: datetime, until: datetime) -> list[Any]:
    mine = _COLUMNS.where(Payment.created_at >= since, Payment.created_at < until, Payment.gateway != CASH)
    rows = list(session().execute(mine))
    end_read()
    return rows


def _named(payments: list[str]) -> list[Any]:
    rows: list[Any] = []
    for at in range(0, len(payments), _AT_ONCE):
        rows += session().execute(_COLUMNS.where(Payment.gateway_payment_id.in_(payments[at : at + _AT_ONCE])))
    return rows


def _compared(told: GatewayPayment, row: Any) -> Difference | None:
    if row is None:
        # Begun and not finished, it is nobody's loss that we never heard of it.
        return Difference(told.id, "", f"The shop does not know these {lakh(told.amount)}.") if told.status in _IN else None
    there, here = told.status in _IN, row.state in _IN
    if there != here:
        words = "It came in at the payment service, but not here." if there else "It came in here, but not there."
    elif told.amount != row.amount:
        words = f"There it is {lakh(told.amount)}, here {lakh(row.amount)}."
    elif here and told.amount_refunded != row.refunded:
        words = f"There {lakh(told.amount_refunded)} went back, here {lakh(row.refunded)}."
    elif told.status == PaymentState.AUTHORIZED:
        words = "It is authorized, and was not taken."
    else:
        return None
    return Difference(told.id, row.number, words)
