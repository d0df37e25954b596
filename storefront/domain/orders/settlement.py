"""Payment meets order. The browser's return, the webhook and the sweep all end in `accept`, which only moves forward and may be
repeated in any order."""

from typing import Any

import structlog
from sqlalchemy import ColumnElement, or_, select, update

from storefront.adapters.payments.base import GatewayPayment, GatewayRefused, GatewayUnavailable, NoSuchPayment
from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.wording import means
from storefront.domain.cart.services import take_out
from storefront.domain.catalog.sale import count_sold
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.errors import OutOfStock
from storefront.domain.orders import journal, mails
from storefront.domain.orders.errors import NoSuchOrder
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import CancelReason, Event, PaymentStatus, Status, next
from storefront.domain.orders.transitions import lapse, lines_of, locked, pieces_of
from storefront.domain.payments import services as payments
from storefront.domain.payments.errors import ForgedSignature, PaymentMismatch

log = structlog.get_logger("shop")


def confirm_return(gateway_order_id: str, payment_id: str, signature: str) -> str:
    """What the browser brought back after paying. Returns the order's id.

    NoSuchOrder; ForgedSignature; PaymentMismatch. Where the gateway cannot be reached the signature suffices, and the sweep
    asks later.
    """
    row = session().execute(select(Order.id, Order.total).where(Order.gateway_order_id == gateway_order_id)).first()
    if row is None:
        raise NoSuchOrder
    end_read()
    # Over the id that we stored, not the one that was sent: they are equal here only because we looked it up by it.
    if not payments.gateway().signature_holds(gateway_order_id, payment_id, signature):
        raise ForgedSignature
    try:
        told, checked = payments.gateway().fetch_payment(payment_id), True
    except NoSuchPayment:
        raise PaymentMismatch from None
    except GatewayUnavailable:
        told, checked = GatewayPayment(payment_id, gateway_order_id, row.total, "INR", "captured"), False
    if told.order_id != gateway_order_id or told.amount != row.total or told.currency != "INR":
        raise PaymentMismatch
    accept(row.id, taken(row.id, told), checked=checked)
    return str(row.id)


def check(order_id: str) -> None:
    """Asks the gateway what it knows of this order, and accepts it. GatewayUnavailable."""
    row = session().execute(select(Order.number, Order.total, Order.gateway_order_id).where(Order.id == order_id)).one()
    end_read()
    gateway_order_id = row.gateway_order_id
    if gateway_order_id is None:
        found = payments.gateway().find_order(row.number)
        if found is None:
            return
        gateway_order_id = found.id
        with transaction() as current:
            mine = update(Order).where(Order.id == order_id, Order.gateway_order_id.is_(None))
            current.execute(mine.values(gateway_order_id=found.id, gateway=payments.gateway().name))
    for told in sorted(payments.gateway().payments_of(gateway_order_id), key=lambda one: one.status != "captured"):
        if told.amount == row.total and told.currency == "INR":
            _accept_if_it_can_be_had(order_id, told)


def taken(order_id: str, told: GatewayPayment) -> GatewayPayment:
    """An authorized payment is captured, if the order still wants one; any other is answered as it is. GatewayRefused."""
    wants = select(Order.id).where(Order.id == order_id, Order.paid_at.is_(None), _not_called_off())
    if told.status != "authorized" or session().execute(wants).first() is None:
        return told
    end_read()
    return payments.gateway().capture(told.id, told.amount, told.currency)


def _not_called_off() -> ColumnElement[bool]:
    return or_(Order.cancel_reason.is_(None), Order.cancel_reason.in_((CancelReason.EXPIRED, CancelReason.REPLACED)))


def _accept_if_it_can_be_had(order_id: str, told: GatewayPayment) -> None:
    """One payment that the gateway will not let us take must not keep us from seeing the others."""
    try:
        accept(order_id, taken(order_id, told))
    except GatewayRefused as refused:
        log.warning("a payment was not taken", order=order_id, payment=told.id, reason=refused.reason)


def accept(order_id: str, told: GatewayPayment, *, checked: bool = True) -> None:
    """Brings the order forward by what is known of a payment for it. Safe to repeat, in any order, from anywhere at once."""
    with transaction():
        order = locked(order_id)
        payment_id = payments.record(order_id, told, checked=checked)
        if told.status == "captured":
            _captured(order, payment_id, told, checked)
        elif told.status == "failed":
            _failed(order, told)


def _captured(order: Any, payment_id: str, told: GatewayPayment, checked: bool) -> None:
    if order.gateway_payment_id == told.id:
        _checked_now(order, checked)
    elif order.paid_at is not None:
        _give_back(order, payment_id, told.amount, "This order was paid for already.")
    elif order.status != Status.CANCELLED:
        _pay(order, told, checked, Event.PAY)
    elif _can_revive(order) and _hold_again(order):
        _pay(order, told, checked, Event.REVIVE)
    else:
        _give_back(order, payment_id, told.amount, "The order had ended before the payment came.")


def _pay(order: Any, told: GatewayPayment, checked: bool, event: Event) -> None:
    inventory.sell(order.id, order.number)
    changes = {
        "status": next(Status(order.status), event),
        "cancel_reason": None,
        "cancelled_at": None,
        "payment_status": PaymentStatus.PAID,
        "payment_method": told.method or payments.gateway().name,
        "gateway_payment_id": told.id,
        "unchecked": not checked,
        "paid_at": now(),
        "open_cart_id": None,
        "updated_at": now(),
    }
    session().execute(update(Order).where(Order.id == order.id).values(changes))
    lines = lines_of(order.id)
    if order.cart_id:
        take_out(order.cart_id, [(line.product_id, line.options, line.quantity) for line in lines])
    count_sold(pieces_of(lines))
    word = "" if checked else " The payment service is still to confirm it."
    journal.note(order.id, "paid", f"Paid by {means(told.method or payments.gateway().name)}.{word}", journal.GATEWAY)
    _end_siblings(order)
    mails.confirmed(order.id)


def _checked_now(order: Any, checked: bool) -> None:
    if checked and order.unchecked:
        session().execute(update(Order).where(Order.id == order.id).values(unchecked=False, updated_at=now()))
        journal.note(order.id, "checked", "The payment service has confirmed the payment.", journal.GATEWAY)


def _failed(order: Any, told: GatewayPayment) -> None:
    if order.payment_status != PaymentStatus.PENDING:
        return
    mine = update(Order).where(Order.id == order.id)
    session().execute(mine.values(payment_status=PaymentStatus.FAILED, updated_at=now()))
    journal.note(order.id, "payment_failed", f"A payment failed. {told.error}".strip(), journal.GATEWAY)


def _give_back(order: Any, payment_id: str, amount: int, why: str) -> None:
    """All of a payment that buys nothing. Once: whatever is asked back already is not asked again."""
    left = payments.refundable(payment_id)
    if left:
        payments.ask_refund(payment_id, left, why, None)
        journal.note(order.id, "refund", f"{why} It is given back.", journal.GATEWAY, amount=amount)
        mails.refunded(order.id, left, why, payment_id)


def _can_revive(order: Any) -> bool:
    if order.cancel_reason not in (CancelReason.EXPIRED, CancelReason.REPLACED):
        return False
    siblings = select(Order.id).where(Order.origin_id == order.origin_id, Order.id != order.id, Order.paid_at.is_not(None))
    return session().execute(siblings).first() is None


def _hold_again(order: Any) -> bool:
    """Takes the pieces of an order that had lapsed; those that its open siblings hold become free first."""
    _end_siblings(order)
    wanted = pieces_of(lines_of(order.id))
    try:
        # A savepoint, so that a piece that is gone gives back those that were taken before it.
        with session().begin_nested():
            stock_flipped(inventory.hold(order.id, wanted))
    except OutOfStock:
        mine = update(Order).where(Order.id == order.id)
        session().execute(mine.values(cancel_reason=CancelReason.NO_STOCK, updated_at=now()))
        return False
    return True


def _end_siblings(order: Any) -> None:
    """Other attempts at the same purchase, which must not be paid as well."""
    open_ones = select(Order.id).where(Order.origin_id == order.origin_id, Order.id != order.id, Order.status == Status.PENDING)
    for sibling in session().execute(open_ones.order_by(Order.id)).scalars().all():
        lapse(sibling, CancelReason.REPLACED, Event.LAPSE, journal.GATEWAY)
