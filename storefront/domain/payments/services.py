"""Writing down what the gateway said, and asking it for money back exactly once."""

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storefront import adapters
from storefront.adapters.payments.base import Gateway, GatewayPayment, GatewayRefund, GatewayRefused
from storefront.core.clock import now
from storefront.core.db import dialect, session, transaction
from storefront.core.ids import new_id
from storefront.core.outbox import enqueue, handles
from storefront.domain.payments.errors import PaymentsClosed, TooMuchBack
from storefront.domain.payments.models import GatewayEventRow, Payment, Refund
from storefront.domain.payments.states import PaymentState, RefundState, further, further_refund


def gateway() -> Gateway:
    """The gateway, or PaymentsClosed."""
    chosen = adapters.gateway()
    if chosen is None:
        raise PaymentsClosed
    return chosen


def record(order_id: str, told: GatewayPayment, *, checked: bool) -> str:
    """Keeps what is known of a payment, forward only; returns its id here. The caller holds the order's lock.

    `checked`: the gateway itself said so. A payment that was checked once stays so.
    """
    state = PaymentState(told.status)
    with transaction() as current:
        columns = select(Payment.id, Payment.state, Payment.checked)
        known = current.execute(columns.where(Payment.gateway_payment_id == told.id).with_for_update()).first()
        if known is None:
            return _insert(order_id, told, state, checked)
        changes = {
            "state": further(PaymentState(known.state), state),
            "checked": known.checked or checked,
            "method": told.method or Payment.method,
            "error": told.error[:300] or Payment.error,
            "updated_at": now(),
        }
        current.execute(update(Payment).where(Payment.id == known.id).values(changes))
        return str(known.id)


def ask_refund(payment_id: str, amount: int, reason: str, who: str | None) -> str:
    """Decides to give so many paise back; the worker asks the gateway. TooMuchBack beyond what was paid. Returns its id."""
    with transaction() as current:
        mine = update(Payment).where(Payment.id == payment_id, Payment.refunded + amount <= Payment.amount)
        claimed = mine.values(refunded=Payment.refunded + amount, updated_at=now()).returning(Payment.id)
        if current.execute(claimed).first() is None:
            left = select(Payment.amount - Payment.refunded).where(Payment.id == payment_id)
            raise TooMuchBack(current.execute(left).scalar_one())
        refund_id = new_id()
        row = {"id": refund_id, "payment_id": payment_id, "amount": amount, "reason": reason[:300], "user_id": who}
        stamps = {"created_at": now(), "updated_at": now()}
        current.execute(insert(Refund).values(**row, **stamps, state=RefundState.ASKED))
        enqueue("refund", {"refund": refund_id}, dedupe=f"refund:{refund_id}")
    return refund_id


@handles("refund")
def carry_out_refund(payload: dict[str, Any]) -> None:
    """Asks the gateway for a refund that was decided. The refund's id is the key: asked again, it is given once."""
    columns = select(Refund.id, Refund.amount, Refund.state, Payment.gateway_payment_id)
    joined = columns.join(Payment, Payment.id == Refund.payment_id).where(Refund.id == payload["refund"])
    row = session().execute(joined).one()
    if row.state in (RefundState.PROCESSED, RefundState.FAILED):
        return
    try:
        told = gateway().refund(row.gateway_payment_id, row.amount, key=row.id)
    except GatewayRefused as refused:
        note_refund(row.id, RefundState.FAILED, None, refused.reason)
        return
    note_refund(row.id, RefundState(told.status), told.id)


def note_refund(refund_id: str, state: RefundState, gateway_refund_id: str | None, error: str = "") -> None:
    """Keeps what is known of a refund, forward only. One that failed may be decided anew."""
    with transaction() as current:
        columns = select(Refund.state, Refund.amount, Refund.payment_id).where(Refund.id == refund_id)
        known = current.execute(columns.with_for_update()).one()
        becomes = further_refund(RefundState(known.state), state)
        if becomes == known.state:
            return
        changes: dict[str, Any] = {"state": becomes, "updated_at": now()}
        if gateway_refund_id:
            changes["gateway_refund_id"] = gateway_refund_id
        if error:
            changes["reason"] = error[:300]
        current.execute(update(Refund).where(Refund.id == refund_id).values(changes))
        if becomes is RefundState.FAILED:
            mine = update(Payment).where(Payment.id == known.payment_id)
            current.execute(mine.values(refunded=Payment.refunded - known.amount, updated_at=now()))


def note_gateway_refund(told: GatewayRefund) -> None:
    """A webhook spoke of a refund; one that we do not know (made in the gateway's own window) is left to the sweep."""
    refund_id = session().execute(select(Refund.id).where(Refund.gateway_refund_id == told.id)).scalar()
    if refund_id is not None:
        note_refund(refund_id, RefundState(told.status), told.id)


def keep_event(event_id: str, kind: str, body: bytes) -> bool:
    """Keeps a webhook for audit; False if it was here before, also when it comes twice at the same moment."""
    row = {"id": event_id, "kind": kind[:60], "body": body, "received_at": now()}
    made = postgresql.insert if dialect() == "postgresql" else sqlite.insert
    with transaction() as current:
        kept = made(GatewayEventRow).values(row).on_conflict_do_nothing().returning(GatewayEventRow.id)
        return current.execute(kept).first() is not None


def _insert(order_id: str, told: GatewayPayment, state: PaymentState, checked: bool) -> str:
    payment_id = new_id()
    row = {
        "id": payment_id,
        "order_id": order_id,
        "gateway": gateway().name,
        "gateway_payment_id": told.id,
        "amount": told.amount,
        "currency": told.currency,
        "state": state,
        "method": told.method,
        "checked": checked,
        "error": told.error[:300],
        "created_at": now(),
        "updated_at": now(),
    }
    session().execute(insert(Payment).values(row))
    return payment_id


def refundable(payment_id: str) -> int:
    """What of a payment is not asked back yet, in paise."""
    left = select(Payment.amount - Payment.refunded).where(Payment.id == payment_id)
    return int(session().execute(left).scalar_one())


def id_of(gateway_payment_id: str) -> str:
    """Our id of the gateway's payment."""
    return str(session().execute(select(Payment.id).where(Payment.gateway_payment_id == gateway_payment_id)).scalar_one())
