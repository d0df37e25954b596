"""A buyer wants to send something back: a request with its reason, in the order's history, for staff to act on."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, exists, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.content import services as content
from storefront.domain.orders import journal, mails, notices
from storefront.domain.orders.errors import NoReturn
from storefront.domain.orders.forms import ReturnForm
from storefront.domain.orders.models import Order, OrderEvent
from storefront.domain.orders.states import Status
from storefront.domain.orders.transitions import locked

KIND = "return_asked"

_STANDS = select(Order.status, Order.delivered_at).where(Order.id == bindparam("order"))


def can_be_asked(order: Any) -> bool:
    """Whether this order can be sent back by now: on its way, or delivered within the days that the terms give."""
    if order.status == Status.SHIPPED:
        return True
    last = timedelta(days=content.trade().return_days)
    return order.status == Status.DELIVERED and order.delivered_at is not None and now() <= order.delivered_at + last


def asked(events: Any) -> Any:
    """The request among an order's events, or None; `data["reason"]` says why."""
    return next((event for event in events if event.kind == KIND), None)


def ask(order_id: str, form: ReturnForm, who: Person | None) -> None:
    """The buyer asks, and staff are told. The order stays as it is; asking again changes nothing. NoReturn."""
    with transaction():
        locked(order_id)
        if not can_be_asked(session().execute(_STANDS, {"order": order_id}).one()):
            raise NoReturn
        before = exists().where(OrderEvent.order_id == order_id, OrderEvent.kind == KIND)
        if not session().execute(select(before)).scalar():
            session().execute(update(Order).where(Order.id == order_id).values(return_asked_at=now()))
            sentence = f"The buyer would like to send it back: {form.reason}"
            journal.note(order_id, KIND, sentence, journal.actor_of(who), reason=form.reason)
            notices.tell_staff(order_id, sentence, key=f"{KIND}:{order_id}")
            mails.return_asked(order_id, form.reason)


def answer(order_id: str, who: Person) -> None:
    """Staff have answered the buyer: the order leaves the list of those to send back. Repeating changes nothing."""
    with transaction():
        locked(order_id)
        waiting = update(Order).where(Order.id == order_id, Order.return_asked_at.is_not(None))
        if session().execute(waiting.values(return_asked_at=None).returning(Order.id)).first():
            journal.note(order_id, "return_answered", "The request to send it back was answered.", who.id)
