"""What orders hold of a person: shown to them, and reduced to what the law needs once they have left.

An invoice must name its recipient and the address of delivery, and be kept for years (CGST Act, section 36; CGST Rules, rule 46).
Phone and e-mail address are only for as long as something may still have to be said.
"""

from typing import Any

from sqlalchemy import Update, select, update

from storefront.core.clock import iso
from storefront.core.db import session, transaction
from storefront.core.money import rupees
from storefront.core.timetable import every
from storefront.domain.accounts import Person
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.accounts.models import User
from storefront.domain.orders.models import Order, OrderLine
from storefront.domain.orders.states import Status

_OVER = (Status.DELIVERED, Status.CANCELLED)
_CONTACT: dict[str, Any] = {"email": "", "phone": "", "notes": {}, "receipt": ""}
_NOBODY: dict[str, Any] = {"name": "", "gstin": "", "shipping_address": None, "billing_address": None}
_TOLD = ("number", "status", "payment_status", "payment_method", "email", "name", "phone", "gstin", "notes", "tracking_number")
_PLACES = ("shipping_address", "billing_address")
_AMOUNTS = ("subtotal", "discount", "shipping", "tax", "total", "refunded")


@tells("orders")
def told(who: Person) -> list[dict[str, Any]]:
    """All of one's orders, the oldest first, with their lines. Amounts are rupees."""
    orders = session().execute(select(Order.__table__).where(Order.user_id == who.id).order_by(Order.id)).all()
    mine = select(Order.id).where(Order.user_id == who.id)
    lines: dict[str, list[dict[str, Any]]] = {}
    for line in session().execute(select(OrderLine.__table__).where(OrderLine.order_id.in_(mine)).order_by(OrderLine.position)):
        piece = {"name": line.name, "options": line.options, "quantity": line.quantity, "price": rupees(line.price)}
        lines.setdefault(line.order_id, []).append(piece)
    return [{**_said(order), "lines": lines.get(order.id, [])} for order in orders]


@forgets
def forget(who: Person) -> None:
    """What is over keeps no contact; what was never paid, no name either."""
    _reduce(Order.user_id == who.id)


@every("forget_who_has_left", seconds=24 * 60 * 60)
def forget_who_has_left() -> None:
    """Orders that were still on their way when their buyer left are reduced once they are over."""
    with transaction():
        _reduce(Order.user_id.in_(select(User.id).where(User.deleted_at.is_not(None))))


def _reduce(whose: Any) -> None:
    over: Update = update(Order).where(whose, Order.status.in_(_OVER))
    session().execute(over.where(Order.email != "").values(_CONTACT))
    session().execute(over.where(Order.paid_at.is_(None), Order.name != "").values(_NOBODY))


def _said(order: Any) -> dict[str, Any]:
    named = {name: getattr(order, name) for name in (*_TOLD, *_PLACES)}
    return {"placedAt": iso(order.created_at), **named, **{name: rupees(getattr(order, name)) for name in _AMOUNTS}}
