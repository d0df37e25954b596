"""Payment meets order. The browser's return, the webhook and the sweep all end in `accept`, which only moves forward and may be
repeated in any order."""

from collections.abc import Iterable
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update

from storefront.adapters.payments.base import (
    GatewayPayment,
    GatewayRefund,
    GatewayRefused,
    GatewayUnavailable,
    NoSuchPayment,
)
from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.money import lakh
from storefront.core.wording import means
from storefront.domain.cart.services import take_out
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.errors import OutOfStock
from storefront.domain.orders import drafting, journal, mails
from storefront.domain.orders.errors import NoSuchOrder
from storefront.domain.orders.models import Order
from storefront.domain.orders.notices import tell_staff
from storefront.domain.orders.refunds import follow, take_in
from storefront.domain.orders.states import COD, CancelReason, Event, Meeting, MoneyEvent, PaymentStatus, Status, meeting
from storefront.domain.orders.transitions import advance, give_back_use, lapse, lines_of, locked, pieces_of
from storefront.domain.payments import refunds as payment_refunds
from storefront.domain.payments import services as payments
from storefront.domain.payments.errors import ForgedSignature, PaymentMismatch
from storefront.domain.promotions import uses as coupons
from storefront.domain.promotions.errors import CouponRefused
from storefront.domain.promotions.uses import Customer

_IN = ("captured", "refunded")

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
    by_signature = GatewayPayment(payment_id, gateway_order_id, row.total, "INR", "captured")
    try:
        told, checked = _fetched(row.id, by_signature), True
    except NoSuchPayment:
        raise PaymentMismatch from None
    except GatewayUnavailable:
        told, checked = by_signature, False
    accept(row.id, told, checked=checked)
    return str(row.id)


def _fetched(order_id: str, wanted: GatewayPayment) -> GatewayPayment:
    """The payment as the gateway has it, captured if it was authorized; PaymentMismatch if it is for something else."""
    told = payments.gateway().fetch_payment(wanted.id)
    if (told.order_id, told.amount, told.currency) != (wanted.order_id, wanted.amount, wanted.currency):
        raise PaymentMismatch
    return taken(order_id, told)


def check(order_id: str) -> None:
    """Asks the gateway what it knows of this order, its refunds included, and accepts it. GatewayUnavailable."""
    row = session().execute(select(Order.number, Order.total, Order.gateway_order_id).where(Order.id == order_id)).one()
    end_read()
    gateway_order_id = row.gateway_order_id or _found_again(order_id, row.number)
    if gateway_order_id is None:
        return
    for told in sorted(payments.gateway().payments_of(gateway_order_id), key=lambda one: one.status not in _IN):
        if told.amount == row.total and told.currency == "INR":
            _accept_if_it_can_be_had(order_id, told)
        elif told.status in _IN:
            _tell_of_other_amount(order_id, row.number, told)


def taken(order_id: str, told: GatewayPayment) -> GatewayPayment:
    """Captures an authorized payment, if the order still needs one or was confirmed by this one's signature; returns any other as
    it is. GatewayRefused."""
    rests_on_it = and_(Order.unchecked, Order.gateway_payment_id == told.id)
    wants = select(Order.id).where(Order.id == order_id, or_(and_(Order.paid_at.is_(None), _not_called_off()), rests_on_it))
    if told.status != "authorized" or session().execute(wants).first() is None:
        return told
    end_read()
    return payments.gateway().capture(told.id, told.amount, told.currency)


def _not_called_off() -> ColumnElement[bool]:
    return or_(Order.cancel_reason.is_(None), Order.cancel_reason.in_((CancelReason.EXPIRED, CancelReason.REPLACED)))


def _found_again(order_id: str, number: str) -> str | None:
    """The gateway's id of an order whose answer was lost, found by our number; None if the gateway has none."""
    found = payments.gateway().find_order(number)
    if found is None:
        return None
    with transaction() as current:
        mine = update(Order).where(Order.id == order_id, Order.gateway_order_id.is_(None))
        current.execute(mine.values(gateway_order_id=found.id, gateway=payments.gateway().name))
    return found.id


def _accept_if_it_can_be_had(order_id: str, told: GatewayPayment) -> None:
    """One payment that the gateway will not let us take must not keep us from seeing the others."""
    try:
        told = taken(order_id, told)
    except GatewayRefused as refused:
        log.warning("a payment was not taken", order=order_id, payment=told.id, reason=refused.reason)
        return
    asks = told.amount_refunded > 0 or payment_refunds.open_of(told.id)
    end_read()
    accept(order_id, told, refunds=payments.gateway().refunds_of(told.id) if asks else ())


def _tell_of_other_amount(order_id: str, number: str, told: GatewayPayment) -> None:
    with transaction():
        words = f"For {number} came {lakh(told.amount)}, which is not its amount: see payment {told.id} at the payment service."
        tell_staff(order_id, words, f"other_amount:{told.id}")


def accept(order_id: str, told: GatewayPayment, *, checked: bool = True, refunds: Iterable[GatewayRefund] = ()) -> None:
    """Brings the order forward by what the gateway says of a payment for it, and of its refunds if they were asked for.

    May be called again, in any order, and by several at once. `checked=False`: only the browser's signature says so.
    """
    with transaction():
        order = locked(order_id)
        payment_id = payments.record(order_id, told, checked=checked)
        if refunds:
            take_in(order_id, payment_id, refunds)
            order = locked(order_id)
        if told.status == "captured":
            _captured(order, payment_id, told, checked)
            if refunds:
                follow(locked(order_id), "As the payment service says.", journal.GATEWAY)
        elif told.status == "refunded" and order.gateway_payment_id == told.id:
            _checked_now(order, checked)
        elif told.status == "failed":
            _failed(order, told)


def _captured(order: Any, payment_id: str, told: GatewayPayment, checked: bool) -> None:
    bought_by = order.gateway_payment_id if order.paid_at else None
    reason = CancelReason(order.cancel_reason) if order.cancel_reason else None
    sibling_sold = order.status == Status.CANCELLED and _sibling_is_sold(order)
    met = meeting(Status(order.status), reason, bought_by, told.id, sibling_sold=sibling_sold)
    if met is Meeting.SAME:
        _checked_now(order, checked)
    elif met is Meeting.BUYS:
        _pay(order, told, checked, Event.PAY)
    elif met is Meeting.REVIVES and _hold_again(order):
        _pay(order, told, checked, Event.REVIVE)
    elif met is Meeting.TOO_MUCH:
        _give_back(order, payment_id, "This order was paid for already.")
    else:
        _give_back(order, payment_id, "The order had ended before the payment came.")


def _pay(order: Any, told: GatewayPayment, checked: bool, event: Event) -> None:
    method = told.method or payments.gateway().name
    word = "" if checked else " The payment service is still to confirm it."
    bought = {"payment_method": method, "gateway_payment_id": told.id, "unchecked": not checked, "paid_at": now()}
    ended = {"cancel_reason": None, "cancelled_at": None, "open_cart_id": None}
    words = f"Paid by {means(method)}.{word}"
    advance(order, "paid", words, journal.GATEWAY, by=event, money=MoneyEvent.PAY, changes={**bought, **ended})
    # Before the pieces are sold: coupons are locked before stock, everywhere.
    end_siblings(order)
    # Accepted before it was paid, it is sold already.
    if order.status in (Status.PENDING, Status.CANCELLED):
        sell(order)
        mails.confirmed(order.id)


def sell(order: Any) -> None:
    """The pieces of an order that is accepted leave the stock and its buyer's bag."""
    drafting.forget(order.cart_id)
    inventory.sell(order.id, order.number)
    lines = lines_of(order.id)
    if order.cart_id:
        take_out(order.cart_id, [(line.product_id, line.options, line.quantity) for line in lines], order.coupon)
    if order.coupon:
        coupons.settle(order.origin_id)


def _checked_now(order: Any, checked: bool) -> None:
    if checked and order.unchecked:
        advance(order, "checked", "The payment service has confirmed the payment.", journal.GATEWAY, changes={"unchecked": False})


def _failed(order: Any, told: GatewayPayment) -> None:
    if order.gateway_payment_id == told.id:
        words = f"{order.number} was confirmed by a signature, but the payment service says that the payment failed."
        tell_staff(order.id, words, f"not_paid:{told.id}")
    elif order.payment_status == PaymentStatus.PENDING and order.payment_method != COD:
        advance(order, "payment_failed", f"A payment failed. {told.error}".strip(), journal.GATEWAY, money=MoneyEvent.FAIL)


def _give_back(order: Any, payment_id: str, why: str) -> None:
    """All of a payment that buys nothing. Once: whatever is asked back already is not asked again."""
    left = payment_refunds.refundable(payment_id)
    if left:
        payment_refunds.ask(payment_id, left, why, None)
        journal.note(order.id, "refund", f"{why} It is given back.", journal.GATEWAY, amount=left)
        mails.refunded(order.id, left, why, payment_id)
        tell_staff(order.id, f"{lakh(left)} came for {order.number} and goes back. {why}", f"give_back:{payment_id}")


def _sibling_is_sold(order: Any) -> bool:
    sold = or_(Order.paid_at.is_not(None), Order.status.in_((Status.CONFIRMED, Status.SHIPPED, Status.DELIVERED)))
    siblings = select(Order.id).where(Order.origin_id == order.origin_id, Order.id != order.id, sold)
    return session().execute(siblings).first() is not None


def _hold_again(order: Any) -> bool:
    """Takes the coupon and the pieces of an order that had lapsed; those that its open siblings hold become free first."""
    if not _use_again(order):
        return False
    end_siblings(order)
    wanted = pieces_of(lines_of(order.id))
    try:
        # A savepoint, so that a piece that is gone gives back those that were taken before it.
        with session().begin_nested():
            stock_flipped(inventory.hold(order.id, wanted))
    except OutOfStock:
        give_back_use(order)
        _came_too_late(order, "It was paid when its pieces were gone already.")
        return False
    return True


def _use_again(order: Any) -> bool:
    if not order.coupon:
        return True
    # Orders are locked before coupons, everywhere: who ends one of these now waits for us, and we for nobody.
    _open_siblings(order)
    try:
        with session().begin_nested():
            coupons.take(order.coupon, order.origin_id, None, Customer(order.user_id, order.email), again=True)
    except CouponRefused:
        _came_too_late(order, "It was paid when its coupon had been used up.")
        return False
    return True


def _came_too_late(order: Any, words: str) -> None:
    advance(order, "no_stock", words, journal.GATEWAY, changes={"cancel_reason": CancelReason.NO_STOCK})


def end_siblings(order: Any) -> None:
    """Ends other attempts at the same purchase, which must not be paid as well."""
    for sibling in _open_siblings(order):
        lapse(sibling, CancelReason.REPLACED, Event.LAPSE, journal.GATEWAY)


def _open_siblings(order: Any) -> list[str]:
    """Locked until the transaction ends."""
    open_ones = select(Order.id).where(Order.origin_id == order.origin_id, Order.id != order.id, Order.status == Status.PENDING)
    return list(session().execute(open_ones.order_by(Order.id).with_for_update()).scalars())
