"""What staff do with an order: confirm, ship, deliver, cancel, take back."""

from typing import Any

from sqlalchemy import select, update

from storefront.adapters.payments.base import GatewayRefused, GatewayUnavailable
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.catalog.sale import count_sold
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import journal, mails
from storefront.domain.orders.errors import NotChecked
from storefront.domain.orders.models import Order
from storefront.domain.orders.settlement import check
from storefront.domain.orders.states import CancelReason, Event, PaymentStatus, Status, event_for, next
from storefront.domain.orders.transitions import lines_of, locked, pieces_of
from storefront.domain.payments import services as payments
from storefront.domain.payments.errors import PaymentsClosed


def move(order_id: str, status: Status, who: Person, tracking_number: str = "") -> None:
    """Brings an order into this state, if that is allowed from where it stands. NotNow, NotChecked."""
    event = event_for(status)
    actions = {Event.CONFIRM: confirm, Event.DELIVER: deliver, Event.CANCEL: cancel}
    if event is Event.SHIP:
        ship(order_id, who, tracking_number)
    else:
        actions[event](order_id, who)


def confirm(order_id: str, who: Person) -> None:
    """Accepts an order that is not paid here (a transfer, cash in the shop): its pieces leave the stock."""
    with transaction():
        order = locked(order_id)
        becomes = next(Status(order.status), Event.CONFIRM)
        if becomes == order.status:
            return
        inventory.sell(order_id, order.number)
        _set(order_id, status=becomes, open_cart_id=None)
        count_sold(pieces_of(lines_of(order_id)))
        journal.note(order_id, "confirmed", "Staff accepted the order.", who.id)
        mails.confirmed(order_id)


def ship(order_id: str, who: Person, tracking_number: str = "") -> None:
    """Handed to the courier. NotChecked while the gateway has not confirmed the payment."""
    with transaction():
        order = locked(order_id)
        becomes = next(Status(order.status), Event.SHIP)
        if becomes == order.status:
            return
        if order.unchecked:
            raise NotChecked
        _set(order_id, status=becomes, shipped_at=now(), tracking_number=tracking_number)
        told = f" Tracking number {tracking_number}." if tracking_number else ""
        journal.note(order_id, "shipped", f"The parcel has left us.{told}", who.id)
        mails.shipped(order_id)


def deliver(order_id: str, who: Person) -> None:
    with transaction():
        order = locked(order_id)
        becomes = next(Status(order.status), Event.DELIVER)
        if becomes == order.status:
            return
        _set(order_id, status=becomes, delivered_at=now())
        journal.note(order_id, "delivered", "The parcel has arrived.", who.id)


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


def _end(order_id: str, event: Event, who: Person | None, sentence: str) -> None:
    with transaction():
        order = locked(order_id)
        becomes = next(Status(order.status), event)
        if becomes == order.status:
            return
        _set(order_id, status=becomes, cancel_reason=CancelReason.PERSON, cancelled_at=now(), open_cart_id=None)
        stock_flipped(inventory.release(order_id) | inventory.put_back(order_id, order.number, who.id if who else None))
        if order.status != Status.PENDING:
            count_sold({item: -quantity for item, quantity in pieces_of(lines_of(order_id)).items()})
        journal.note(order_id, "cancelled", sentence, journal.actor_of(who))
        given_back = _refund_all(order, who)
        mails.cancelled(order_id, given_back)


def _refund_all(order: Any, who: Person | None) -> int:
    """Asks back what was paid and not given back yet; returns it in paise."""
    if order.payment_status != PaymentStatus.PAID:
        return 0
    payment_id = payments.id_of(order.gateway_payment_id)
    left = payments.refundable(payment_id)
    if left:
        payments.ask_refund(payment_id, left, "The order was cancelled.", who.id if who else None)
        _set(order.id, refunded=Order.refunded + left, payment_status=PaymentStatus.REFUNDED)
        journal.note(order.id, "refund", "The money is given back.", journal.actor_of(who), amount=left)
    return left


def _set(order_id: str, **changes: Any) -> None:
    session().execute(update(Order).where(Order.id == order_id).values(**changes, updated_at=now()))
