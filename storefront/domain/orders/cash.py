"""Cash on delivery: an order is accepted before anything is paid for it, so the shop sets bounds to it."""

import re
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from storefront.core.db import session, transaction
from storefront.core.locks import alone_until_commit
from storefront.domain.accounts import Person
from storefront.domain.content.services import trade
from storefront.domain.orders import journal
from storefront.domain.orders.errors import NoSuchOrder, NotOnDelivery, TooManyOnDelivery
from storefront.domain.orders.from_bag import may_pay_on_delivery
from storefront.domain.orders.fulfilment import accept
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import COD, Event, Status

_o = Order.__table__.c
_ORDER = select(_o.id, _o.user_id, _o.email, _o.phone, _o.total, _o.status).where(_o.id == bindparam("order"))
_DIGITS = func.replace(func.replace(func.replace(_o.phone, " ", ""), "-", ""), ")", "")
_UNDER_WAY = (
    _o.payment_method == COD,
    _o.paid_at.is_(None),
    _o.status.in_((Status.CONFIRMED, Status.SHIPPED)),
    _o.id != bindparam("order"),
)


def promise(order_id: str, who: Person | None) -> None:
    """Accepts an order that its buyer pays on delivery; a repeat changes nothing.

    NotOnDelivery where the shop takes no cash, or not for so much; TooManyOnDelivery where this account, e-mail address or
    telephone number has as many such orders under way as the terms of trade allow.
    """
    with transaction() as current:
        order = current.execute(_ORDER, {"order": order_id}).first()
        if order is None:
            raise NoSuchOrder
        if order.status == Status.PENDING:
            _check(order)
        accept(order_id, Event.PROMISE, journal.actor_of(who), "To be paid on delivery.", payment_method=COD)


def _check(order: Any) -> None:
    terms, keys = trade(), _keys(order)
    if not may_pay_on_delivery(order.total, terms):
        raise NotOnDelivery
    # Two orders of one buyer at once must see each other.
    alone_until_commit(*(f"cod:{key}" for key in keys))
    if (orders := _under_way(order)) >= terms.cod_orders:
        raise TooManyOnDelivery(orders)


def _under_way(order: Any) -> int:
    mine = [_o.email == order.email]
    if order.user_id:
        mine.append(_o.user_id == order.user_id)
    if number := _number(order.phone):
        mine.append(_DIGITS.like(f"%{number}"))
    counted = select(func.count()).where(*_UNDER_WAY, or_(*mine))
    return int(session().execute(counted, {"order": order.id}).scalar_one())


def _keys(order: Any) -> list[str]:
    """All that tells one buyer from another."""
    return [key for key in (order.user_id, order.email, _number(order.phone)) if key]


def _number(phone: str) -> str:
    """The ten digits of a mobile number, with or without +91 before them; '' for anything shorter."""
    digits = re.sub(r"[^0-9]", "", phone)
    return digits[-10:] if len(digits) >= 10 else ""
