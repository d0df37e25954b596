"""Whether orders, payments and ledger tell the same story: every state recomputed from what was written down when it moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from storefront.core.db import session
from storefront.domain.inventory.models import Hold, HoldState
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import PaymentStatus, Status
from storefront.domain.payments import audit as payments
from storefront.domain.payments.models import LedgerEntry, Payment
from storefront.domain.payments.states import PaymentState

_PAID = (PaymentStatus.PAID, PaymentStatus.REFUNDED)
_IN = (PaymentState.CAPTURED, PaymentState.REFUNDED)


@dataclass(frozen=True)
class Drift:
    """Something that does not add up, of the order with this number."""

    number: str
    sentence: str


def drifts() -> list[Drift]:
    """All that does not add up; an empty list is the good answer. Reads, and changes nothing."""
    found = list(payments.drifts())
    for sentence, wrong in _wrongs():
        found += [(str(order_id), sentence) for order_id in session().execute(wrong).scalars()]
    numbers = _numbers({order_id for order_id, _ in found})
    return sorted({Drift(numbers.get(order_id, order_id), sentence) for order_id, sentence in found}, key=str)


def _wrongs() -> Iterator[tuple[str, Select[str]]]:
    for column in (Order.status, Order.payment_status):
        yield f"Its {column.key} is not where the ledger's moves lead.", _elsewhere(column)
    bought_by = Payment.gateway_payment_id == Order.gateway_payment_id
    bought = select(Payment.id).where(bought_by, Payment.order_id == Order.id, Payment.state.in_(_IN)).exists()
    paid = select(Order.id).where(Order.payment_status.in_(_PAID), Order.total > 0)
    yield "It is paid, but no payment of it came in.", paid.where(~bought)
    owed = select(Order.id).join(Payment, bought_by).where(Order.paid_at.is_not(None), Order.refunded != Payment.refunded)
    yield "What it says was given back is not what its payment says.", owed
    whole = and_(Order.payment_status == PaymentStatus.REFUNDED, Order.refunded < Order.total)
    part = and_(Order.payment_status == PaymentStatus.PAID, Order.refunded >= Order.total, Order.total > 0)
    yield "Its payment's state does not fit what was given back.", select(Order.id).where(or_(whole, part))
    idle = select(Payment.order_id).join(Order, Order.id == Payment.order_id)
    beside = or_(Order.gateway_payment_id.is_(None), ~bought_by)
    kept = and_(Payment.state == PaymentState.CAPTURED, Payment.refunded < Payment.amount)
    yield "Money is kept that bought nothing.", idle.where(kept, beside)
    yield "It ended, and its pieces are still held or sold.", _with_hold(Order.status == Status.CANCELLED, _OUT)
    going = Order.status.in_((Status.CONFIRMED, Status.SHIPPED))
    yield "It goes its way, and its pieces are only held.", _with_hold(going, (HoldState.HELD,))


_OUT = (HoldState.HELD, HoldState.SOLD)


def _elsewhere(column: InstrumentedAttribute[str]) -> Select[str]:
    """Orders whose state is not the last that the ledger has for them; without any they are as they were placed."""
    moves = and_(LedgerEntry.order_id == Order.id, LedgerEntry.account == column.key)
    last = select(LedgerEntry.becomes).where(moves).order_by(LedgerEntry.created_at.desc(), LedgerEntry.id.desc()).limit(1)
    return select(Order.id).where(func.coalesce(last.correlate(Order).scalar_subquery(), "pending") != column)


def _with_hold(condition: ColumnElement[bool], states: tuple[HoldState, ...]) -> Select[str]:
    return select(Order.id).join(Hold, Hold.order_id == Order.id).where(condition, Hold.state.in_(states)).distinct()


def _numbers(order_ids: set[str]) -> dict[str, str]:
    return {row.id: row.number for row in session().execute(select(Order.id, Order.number).where(Order.id.in_(order_ids)))}
