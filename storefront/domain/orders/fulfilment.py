"""What staff do with an order: confirm, ship, deliver, cancel, take back."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from storefront.adapters.payments.base import GatewayRefused, GatewayUnavailable
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.money import lakh
from storefront.core.outbox import enqueue
from storefront.domain.accounts import Person
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import journal, mails
from storefront.domain.orders.errors import NotChecked, SentAlready
from storefront.domain.orders.models import Order
from storefront.domain.orders.refunds import follow
from storefront.domain.orders.restocking import restock
from storefront.domain.orders.settlement import check, end_siblings, sell
from storefront.domain.orders.states import COD, CancelReason, Event, MoneyEvent, Status, event_for, next
from storefront.domain.orders.transitions import advance, give_back_use, locked
from storefront.domain.payments import services as payments
from storefront.domain.payments.errors import PaymentsClosed
from storefront.domain.payments.refunds import ask, refundable

REVIEW_INVITATION = "review_invitation"
"""The job that asks a buyer what they think of the pieces, and how long after these have arrived."""
REVIEW_AFTER = timedelta(days=7)


def move(order_id: str, status: Status, who: Person, tracking_number: str = "", instead_of: str = "") -> None:
    """Brings an order into this state, if that is allowed from where it stands. NotNow, NotChecked, SentAlready."""
    event = event_for(status)
    actions = {Event.CONFIRM: confirm, Event.DELIVER: deliver, Event.CANCEL: cancel}
    if event is Event.SHIP:
        ship(order_id, who, tracking_number, instead_of)
    else:
        actions[event](order_id, who)


def confirm(order_id: str, who: Person) -> None:
    """Accepts an order that is not paid here (a transfer, cash in the shop): its pieces leave the stock."""
    accept(order_id, Event.CONFIRM, who.id, "Staff accepted the order.")


def ship(order_id: str, who: Person, tracking_number: str = "", instead_of: str = "") -> None:
    """Handed to the courier. NotChecked while the gateway has not confirmed the payment.

    Of an order that is on its way only the tracking number changes, `instead_of` the one that is named; SentAlready if it has
    another: two of the staff may have packed it.
    """
    with transaction():
        order = locked(order_id)
        if next(Status(order.status), Event.SHIP) == order.status:
            _track(order, who, tracking_number, instead_of)
            return
        if order.unchecked:
            raise NotChecked
        told = f" Tracking number {tracking_number}." if tracking_number else ""
        sent = {"shipped_at": now(), "tracking_number": tracking_number}
        advance(order, "shipped", f"The parcel has left us.{told}", who.id, by=Event.SHIP, changes=sent)
        mails.shipped(order_id)


def _track(order: Any, who: Person, tracking_number: str, instead_of: str) -> None:
    if tracking_number in ("", order.tracking_number):
        return
    if order.tracking_number != instead_of:
        raise SentAlready(order.tracking_number)
    sentence = f"Its tracking number is {tracking_number}."
    advance(order, "tracked", sentence, who.id, changes={"tracking_number": tracking_number})
    mails.shipped(order.id, tracking_number)


def deliver(order_id: str, who: Person) -> None:
    """The parcel has arrived. What was to be paid on delivery is paid by that."""
    with transaction():
        order = locked(order_id)
        if next(Status(order.status), Event.DELIVER) == order.status:
            return
        advance(order, "delivered", "The parcel has arrived.", who.id, by=Event.DELIVER, changes={"delivered_at": now()})
        enqueue(REVIEW_INVITATION, {"order": order_id}, dedupe=f"{REVIEW_INVITATION}:{order_id}", delay=REVIEW_AFTER)
        if order.payment_method == COD and order.paid_at is None:
            reference = payments.record_cash(order_id, order.number, order.total, who.id)
            paid = {"gateway_payment_id": reference, "paid_at": now()}
            advance(order, "paid", f"{lakh(order.total)} was paid on delivery.", who.id, money=MoneyEvent.PAY, changes=paid)


def cancel(order_id: str, who: Person | None) -> None:
    """Ends an order before it is shipped: its pieces go back on the shelf, its money to the buyer. By staff or its buyer.

    A pending order's payment is asked for first, so that one that came in this minute is given back too.
    """
    _learn(order_id)
    _end(order_id, Event.CANCEL, who, "The order was cancelled.")


def take_back(order_id: str, who: Person) -> None:
    """A parcel on its way has come back unopened: restocked and refunded."""
    _end(order_id, Event.RETURN, who, "The parcel came back.")


def _learn(order_id: str) -> None:
    pending = select(Order.id).where(Order.id == order_id, Order.status == Status.PENDING)
    if session().execute(pending).first() is None:
        return
    try:
        check(order_id)
    except (GatewayUnavailable, GatewayRefused, PaymentsClosed):
        # The sweep asks again for a day, and gives back what comes for a cancelled order.
        return


def accept(order_id: str, event: Event, actor: str, sentence: str, **changes: Any) -> None:
    """Confirms an order that nothing has been paid for; a repeat changes nothing. NotNow."""
    with transaction():
        order = locked(order_id)
        if next(Status(order.status), event) == order.status:
            return
        advance(order, "confirmed", sentence, actor, by=event, changes={"open_cart_id": None, **changes})
        end_siblings(order)
        sell(order)
        mails.confirmed(order_id)


def _end(order_id: str, event: Event, who: Person | None, sentence: str) -> None:
    with transaction():
        order = locked(order_id)
        if next(Status(order.status), event) == order.status:
            return
        ended = {"cancel_reason": CancelReason.PERSON, "cancelled_at": now(), "open_cart_id": None}
        advance(order, "cancelled", sentence, journal.actor_of(who), by=event, changes=ended)
        if order.paid_at is None:
            give_back_use(order)
        stock_flipped(inventory.release(order_id))
        if order.status != Status.PENDING:
            restock(order, None, who)
        given_back = _refund_all(order, who)
        mails.cancelled(order_id, given_back)


def _refund_all(order: Any, who: Person | None) -> int:
    """Asks back what was paid and not given back yet; returns it in paise."""
    if order.paid_at is None:
        return 0
    payment_id = payments.id_of(order.gateway_payment_id)
    left = refundable(payment_id)
    if left:
        ask(payment_id, left, "The order was cancelled.", who.id if who else None)
        follow(locked(order.id), "The order was cancelled.", journal.actor_of(who))
    return left
