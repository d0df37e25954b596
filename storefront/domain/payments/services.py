"""Writing down what the gateway said of payments. Whoever calls holds the lock of the order that the payment is for."""

from typing import Any

from sqlalchemy import insert, select, update

from storefront import adapters
from storefront.adapters.payments.base import Gateway, GatewayPayment
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.payments import ledger
from storefront.domain.payments.errors import PaymentsClosed
from storefront.domain.payments.models import Payment
from storefront.domain.payments.states import PaymentState, standing

CASH = "cash"
"""Stands where a gateway's name does, for money that staff took themselves."""
_HAS = (PaymentState.CAPTURED, PaymentState.REFUNDED)


def gateway() -> Gateway:
    """The gateway, or PaymentsClosed."""
    chosen = adapters.gateway()
    if chosen is None:
        raise PaymentsClosed
    return chosen


def record(order_id: str, told: GatewayPayment, *, checked: bool) -> str:
    """Keeps what is known of a payment, forward only; returns its id here.

    `checked`: the gateway itself said so. A payment that was checked once stays so.
    """
    state = PaymentState(told.status)
    with transaction() as current:
        columns = select(Payment.id, Payment.state, Payment.checked)
        known = current.execute(columns.where(Payment.gateway_payment_id == told.id).with_for_update()).first()
        if known is None:
            return _insert(order_id, told, state, checked)
        becomes = standing(PaymentState(known.state), state)
        changes = {
            # What went back is counted by its refunds, and by them alone.
            "state": known.state if known.state in _HAS else becomes,
            # An authorization says nothing of a capture that the browser's signature stands for.
            "checked": known.checked or (checked and state is not PaymentState.AUTHORIZED),
            "method": told.method or Payment.method,
            "error": told.error[:300] or Payment.error,
            "updated_at": now(),
        }
        current.execute(update(Payment).where(Payment.id == known.id).values(changes))
        if becomes in _HAS and known.state not in _HAS:
            _received(order_id, str(known.id), told, checked)
        return str(known.id)


def record_cash(order_id: str, number: str, amount: int, who: str) -> str:
    """Staff have taken so many paise for an order, once; returns the reference of the payment."""
    reference = f"{CASH}_{number}"
    with transaction() as current:
        known = select(Payment.id).where(Payment.gateway_payment_id == reference)
        if current.execute(known).first() is None:
            told = GatewayPayment(reference, "", amount, "INR", PaymentState.CAPTURED, "cod")
            payment_id = _write(order_id, CASH, told, PaymentState.CAPTURED, True)
            ledger.received(CASH, order_id, payment_id, amount, who, "Taken in cash on delivery.")
    return reference


def id_of(gateway_payment_id: str) -> str:
    """Our id of the gateway's payment."""
    return str(session().execute(select(Payment.id).where(Payment.gateway_payment_id == gateway_payment_id)).scalar_one())


def order_of(gateway_payment_id: str) -> str | None:
    """The order that the gateway's payment is for, if we know of it."""
    return session().execute(select(Payment.order_id).where(Payment.gateway_payment_id == gateway_payment_id)).scalar()


def _insert(order_id: str, told: GatewayPayment, state: PaymentState, checked: bool) -> str:
    kept = standing(state, state)
    payment_id = _write(order_id, gateway().name, told, kept, checked)
    if kept in _HAS:
        _received(order_id, payment_id, told, checked)
    return payment_id


def _received(order_id: str, payment_id: str, told: GatewayPayment, checked: bool) -> None:
    why = f"Payment {told.id}." if checked else f"Payment {told.id}, by the browser's signature."
    ledger.received(gateway().name, order_id, payment_id, told.amount, "gateway", why)


def _write(order_id: str, by: str, told: GatewayPayment, state: PaymentState, checked: bool) -> str:
    payment_id = new_id()
    row: dict[str, Any] = {
        "id": payment_id,
        "order_id": order_id,
        "gateway": by,
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
