"""Money that goes back: decided here, asked of the gateway once, followed until it ends. Also such as was given back in the
gateway's own window. Whoever calls holds the lock of the order that the payment is for."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from storefront.adapters.payments.base import GatewayRefund, GatewayRefused
from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.ids import new_id
from storefront.core.outbox import enqueue
from storefront.domain.payments import ledger
from storefront.domain.payments.errors import TooMuchBack
from storefront.domain.payments.models import Payment, Refund
from storefront.domain.payments.services import CASH, gateway
from storefront.domain.payments.states import OPEN_REFUNDS, PaymentState, RefundState, further_refund, whole_or_back

WINDOW = "Given back in the payment service's own window."

_JOINED = (
    select(
        Refund.id,
        Refund.amount,
        Refund.state,
        Refund.payment_id,
        Refund.gateway_refund_id,
        Payment.order_id,
        Payment.gateway,
        Payment.gateway_payment_id,
    )
).join(Payment, Payment.id == Refund.payment_id)


def ask(payment_id: str, amount: int, reason: str, who: str | None, form_key: str | None = None) -> str:
    """Decides to give so many paise back; the worker asks the gateway. What was taken in cash, staff hand over themselves.

    TooMuchBack beyond what was paid. Returns the refund's id: under it the gateway does it once.
    """
    with transaction() as current:
        mine = update(Payment).where(Payment.id == payment_id, Payment.refunded + amount <= Payment.amount)
        claimed = mine.values(refunded=Payment.refunded + amount).returning(Payment.order_id, Payment.gateway)
        payment = current.execute(claimed).first()
        if payment is None:
            raise TooMuchBack(refundable(payment_id))
        in_cash = payment.gateway == CASH
        state = RefundState.PROCESSED if in_cash else RefundState.ASKED
        refund_id = _write(payment_id, amount, state, reason, user_id=who, form_key=form_key)
        actor = who or "gateway"
        ledger.refund(payment.gateway, payment.order_id, payment_id, refund_id, amount, actor, reason, again=False)
        _recount(payment_id)
        if not in_cash:
            enqueue("refund", {"refund": refund_id}, dedupe=f"refund:{refund_id}")
    return refund_id


def of_form(form_key: str) -> str | None:
    """The refund that this form has asked for already."""
    return session().execute(select(Refund.id).where(Refund.form_key == form_key)).scalar()


def ask_gateway(refund_id: str) -> tuple[RefundState, str | None, str]:
    """Asks the gateway to give back what was decided, or how that stands: its state, its id there, and why it failed.

    The refund's id is the key: asked again, it is given once. GatewayUnavailable.
    """
    refund = _row(refund_id)
    end_read()
    if refund.state not in OPEN_REFUNDS:
        return RefundState(refund.state), refund.gateway_refund_id, ""
    try:
        told = _told(refund)
    except GatewayRefused as refused:
        return RefundState.FAILED, None, refused.reason
    return RefundState(told.status), told.id, ""


def order_of(refund_id: str) -> str:
    """The order that the refunded payment is for."""
    return str(_row(refund_id).order_id)


def note(refund_id: str, state: RefundState, gateway_refund_id: str | None, error: str = "") -> bool:
    """Keeps what is known of a refund, forward only; whether that moved it. One that failed may be decided anew."""
    with transaction() as current:
        current.execute(select(Refund.id).where(Refund.id == refund_id).with_for_update())
        known = _row(refund_id)
        becomes = further_refund(RefundState(known.state), state)
        if becomes == known.state and known.gateway_refund_id == (gateway_refund_id or known.gateway_refund_id):
            return False
        changes: dict[str, Any] = {"state": becomes, "updated_at": now(), "error": error[:300]}
        if gateway_refund_id:
            changes["gateway_refund_id"] = gateway_refund_id
        current.execute(update(Refund).where(Refund.id == refund_id).values(changes))
        _book(known, becomes, error)
        _recount(known.payment_id)
        return bool(becomes != known.state)


def take_in(payment_id: str, refunds: Iterable[GatewayRefund]) -> list[str]:
    """All that the gateway tells of a payment's refunds; returns the ids of those that were not asked for by us and are new."""
    made = []
    with transaction():
        for told in refunds:
            known = _known(told)
            if known is not None:
                note(known, RefundState(told.status), told.id)
            else:
                made.append(_take_in(payment_id, told))
    return made


def open_of(gateway_payment_id: str) -> bool:
    """Whether the gateway has more to tell of refunds of this payment."""
    mine = select(Refund.id).join(Payment, Payment.id == Refund.payment_id)
    waiting = mine.where(Payment.gateway_payment_id == gateway_payment_id, Refund.state.in_(OPEN_REFUNDS))
    return session().execute(waiting.limit(1)).first() is not None


def unfinished(since: timedelta, limit: int) -> Sequence[str]:
    """Refunds that the gateway has had to do with for so long, and of which nothing was heard since."""
    waiting = select(Refund.id).where(Refund.state.in_(OPEN_REFUNDS), Refund.updated_at < now() - since)
    found = session().execute(waiting.order_by(Refund.updated_at).limit(limit)).scalars().all()
    end_read()
    return list(found)


def touch(refund_id: str) -> None:
    """It is being asked about now."""
    with transaction() as current:
        current.execute(update(Refund).where(Refund.id == refund_id).values(updated_at=now()))


def refundable(payment_id: str) -> int:
    """What of a payment is not asked back yet, in paise."""
    left = select(Payment.amount - Payment.refunded).where(Payment.id == payment_id)
    return int(session().execute(left).scalar_one())


def given_back(gateway_payment_id: str) -> int:
    """What of a payment is asked back or given back, in paise."""
    mine = select(Payment.refunded).where(Payment.gateway_payment_id == gateway_payment_id)
    return int(session().execute(mine).scalar_one())


def _told(refund: Any) -> GatewayRefund:
    if refund.gateway_refund_id:
        return gateway().fetch_refund(refund.gateway_payment_id, refund.gateway_refund_id)
    return gateway().refund(refund.gateway_payment_id, refund.amount, key=refund.id)


def _row(refund_id: str) -> Any:
    return session().execute(_JOINED.where(Refund.id == refund_id)).one()


def _known(told: GatewayRefund) -> str | None:
    """Ours by the gateway's id, or by our key where the answer that named that id was lost."""
    found = select(Refund.id).where((Refund.gateway_refund_id == told.id) | (Refund.id == (told.key or told.id)))
    return session().execute(found.limit(1)).scalar()


def _take_in(payment_id: str, told: GatewayRefund) -> str:
    state = RefundState(told.status)
    refund_id = _write(payment_id, told.amount, state, WINDOW, gateway_refund_id=told.id)
    if state is not RefundState.FAILED:
        payment = session().execute(select(Payment.order_id, Payment.gateway).where(Payment.id == payment_id)).one()
        ledger.refund(payment.gateway, payment.order_id, payment_id, refund_id, told.amount, "gateway", WINDOW, again=False)
    _recount(payment_id)
    return refund_id


def _book(known: Any, becomes: RefundState, error: str) -> None:
    books = (known.gateway, known.order_id, known.payment_id, known.id, known.amount, "gateway")
    if becomes is RefundState.FAILED and known.state != RefundState.FAILED:
        ledger.refund_failed(*books, error or "The refund failed.")
    elif becomes is RefundState.PROCESSED and known.state == RefundState.FAILED:
        ledger.refund(*books, "The refund that had seemed to fail was given.", again=True)


def _recount(payment_id: str) -> None:
    """What is asked or given back is the sum of the refunds that did not fail, whatever came first."""
    summed = select(func.coalesce(func.sum(Refund.amount), 0))
    back = int(session().execute(summed.where(Refund.payment_id == payment_id, Refund.state != RefundState.FAILED)).scalar_one())
    payment = session().execute(select(Payment.state, Payment.amount).where(Payment.id == payment_id)).one()
    # One of ours and one from the window may be on their way at once: the gateway will refuse one of them.
    refunded = min(back, payment.amount)
    state = whole_or_back(PaymentState(payment.state), payment.amount, refunded)
    mine = update(Payment).where(Payment.id == payment_id)
    session().execute(mine.values(refunded=refunded, state=state, updated_at=now()))


def _write(payment_id: str, amount: int, state: RefundState, reason: str, **more: Any) -> str:
    refund_id, moment = new_id(), now()
    row = {"id": refund_id, "payment_id": payment_id, "amount": amount, "state": state, "reason": reason[:300]}
    stamps = {"created_at": moment, "updated_at": moment}
    session().execute(insert(Refund).values(**row, **stamps, **more))
    return refund_id
