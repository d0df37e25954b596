"""Whether what the tables say of payments is what the ledger adds up to."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, or_, select

from storefront.core.db import session
from storefront.core.money import lakh
from storefront.domain.payments.models import LedgerEntry, Payment, Refund
from storefront.domain.payments.states import PaymentState, RefundState

_IN = Payment.state.in_((PaymentState.CAPTURED, PaymentState.REFUNDED))


def drifts() -> Iterator[tuple[str, str]]:
    """(order's id, sentence) of every payment that does not add up; two statements."""
    booked = func.coalesce(_of_payment(select(func.sum(LedgerEntry.amount)), LedgerEntry), 0)
    back = func.coalesce(_of_payment(select(func.sum(Refund.amount)).where(Refund.state != RefundState.FAILED), Refund), 0)
    columns = select(
        Payment.order_id, Payment.gateway_payment_id, Payment.amount, Payment.refunded, booked.label("booked"), back.label("back")
    )
    wrong_in = and_(_IN, or_(booked != Payment.amount - back, Payment.refunded != back))
    wrong = or_(wrong_in, and_(~_IN, or_(booked != 0, Payment.refunded != 0)))
    for row in session().execute(columns.where(wrong).order_by(Payment.id)):
        yield row.order_id, _sentence(row)
    strays = select(LedgerEntry.order_id).outerjoin(Payment, Payment.id == LedgerEntry.payment_id)
    for order_id in session().execute(strays.where(LedgerEntry.kind != "moved", Payment.id.is_(None)).distinct()).scalars():
        yield order_id, "The ledger knows money of a payment that is not kept."


def _of_payment(summed: Any, table: Any) -> Any:
    return summed.where(table.payment_id == Payment.id).correlate(Payment).scalar_subquery()


def _sentence(row: Any) -> str:
    said = f"{lakh(row.amount)}, {lakh(row.refunded)} back"
    return f"Payment {row.gateway_payment_id} says {said}; its refunds are {lakh(row.back)}, the ledger holds {lakh(row.booked)}."
