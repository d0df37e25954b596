"""Reading orders. Whoever asks is part of the question: an order of somebody else is not found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, true

from storefront.core.db import session
from storefront.domain.accounts import Person
from storefront.domain.accounts.models import Address
from storefront.domain.orders.errors import NoSuchOrder
from storefront.domain.orders.models import Adjustment, Order, OrderEvent, OrderLine
from storefront.domain.orders.states import PaymentStatus, Status
from storefront.domain.orders.totals import Row as Amount
from storefront.domain.orders.totals import summed
from storefront.domain.payments.models import Payment, Refund

_ORDER = tuple(Order.__table__.columns)
_LINE = tuple(OrderLine.__table__.columns)

_TO_SEND_BACK = and_(
    Order.return_asked_at.is_not(None), Order.status != Status.CANCELLED, Order.payment_status != PaymentStatus.REFUNDED
)


@dataclass(frozen=True)
class OrderPage:
    """An order with all that belongs to it: rows of its tables, the oldest first."""

    order: Row[Any]
    lines: Sequence[Row[Any]]
    rows: Sequence[Row[Any]]
    """The amounts beside the pieces."""
    events: Sequence[Row[Any]]
    payments: Sequence[Row[Any]]
    refunds: Sequence[Row[Any]]

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def beside(self) -> list[Amount]:
        """What is added to the pieces or comes off, each label once."""
        return summed(_amount(row) for row in self.rows if not row.included)

    @property
    def taxes(self) -> list[Amount]:
        """The heads of the tax that the total contains, each once."""
        return summed(_amount(row) for row in self.rows if row.included)

    @property
    def can_be_paid(self) -> bool:
        return self.order.status == Status.PENDING and self.order.payment_status in (
            PaymentStatus.PENDING,
            PaymentStatus.FAILED,
        )

    @property
    def can_be_cancelled(self) -> bool:
        """By its buyer: until it is shipped."""
        return self.order.status in (Status.PENDING, Status.CONFIRMED)


@dataclass(frozen=True)
class Listed:
    """An order in a list, with its lines."""

    order: Row[Any]
    lines: Sequence[Row[Any]]


@dataclass(frozen=True)
class Figures:
    """All orders in four numbers."""

    orders: int
    pending: int
    """Placed and not paid."""
    completed: int
    """Delivered."""
    revenue: int
    """What was paid, without what was given back, in paise."""


def _amount(row: Any) -> Amount:
    return Amount(row.kind, row.label, row.source, row.amount, row.included)


def find(key: str, person: Person) -> str:
    """The id of one's own order (any order, for an admin) by its id, its number or the gateway's id. NoSuchOrder."""
    named = or_(Order.id == key, Order.number == key.upper(), Order.gateway_order_id == key)
    mine = named if person.is_admin else named & (Order.user_id == person.id)
    found = session().execute(select(Order.id).where(mine)).scalar()
    if found is None:
        raise NoSuchOrder
    return str(found)


def find_by_number(number: str) -> str:
    """The id of the order with this number, for whoever brought its signed link. NoSuchOrder."""
    found = session().execute(select(Order.id).where(Order.number == number)).scalar()
    if found is None:
        raise NoSuchOrder
    return str(found)


def total_of(number: str) -> int:
    """What the order with this number comes to, in paise. NoSuchOrder."""
    found = session().execute(select(Order.total).where(Order.number == number)).scalar()
    if found is None:
        raise NoSuchOrder
    return int(found)


def number_of(gateway_order_id: str) -> str | None:
    """The number of the order that the gateway knows by this id."""
    return session().execute(select(Order.number).where(Order.gateway_order_id == gateway_order_id)).scalar()


def page(order_id: str) -> OrderPage:
    """Everything of one order; five statements. NoSuchOrder."""
    order = session().execute(select(*_ORDER).where(Order.id == order_id)).first()
    if order is None:
        raise NoSuchOrder
    return OrderPage(
        order,
        _all(OrderLine, OrderLine.order_id == order_id, OrderLine.position),
        _all(Adjustment, Adjustment.order_id == order_id, Adjustment.id),
        _all(OrderEvent, OrderEvent.order_id == order_id, OrderEvent.id),
        _all(Payment, Payment.order_id == order_id, Payment.id),
        _refunds(order_id),
    )


def orders_of(person: Person, page: int = 1, limit: int = 1000) -> tuple[list[Listed], int]:
    """One's own orders, the newest first, and how many there are in all; three statements."""
    return _listed(Order.user_id == person.id, page, limit)


def for_staff(
    *,
    status: Status | None = None,
    payment_status: PaymentStatus | None = None,
    to_send_back: bool = False,
    words: str = "",
    since: datetime | None = None,
    page: int = 1,
    limit: int = 25,
    after: str = "",
) -> tuple[list[Listed], int]:
    """All orders, the newest first: of one state, with these words in number, name, e-mail address, phone or city.

    `to_send_back`: only those that their buyers ask to send back. `after`: from behind this id on, instead of a page's number.
    Three statements.
    """
    conditions: list[ColumnElement[bool]] = []
    if status is not None:
        conditions.append(Order.status == status)
    if to_send_back:
        conditions.append(_TO_SEND_BACK)
    if payment_status is not None:
        conditions.append(Order.payment_status == payment_status)
    if since is not None:
        conditions.append(Order.created_at >= since)
    conditions.extend(_has(word) for word in words.split()[:5])
    return _listed(and_(true(), *conditions), page, limit, after)


def figures() -> Figures:
    """One statement over all orders."""
    paid = Order.payment_status.in_((PaymentStatus.PAID, PaymentStatus.REFUNDED))
    row = (
        session()
        .execute(
            select(
                func.count(),
                func.count().filter(Order.status == Status.PENDING),
                func.count().filter(Order.status == Status.DELIVERED),
                func.coalesce(func.sum(Order.total - Order.refunded).filter(paid), 0),
            ).select_from(Order)
        )
        .one()
    )
    return Figures(*(int(number) for number in row))


def counts() -> dict[str, int]:
    """How many orders stand in each state."""
    rows = session().execute(select(Order.status, func.count()).group_by(Order.status))
    return {row[0]: row[1] for row in rows}


def to_send_back() -> int:
    """How many orders their buyers ask to send back, and have neither been given back nor cancelled."""
    return session().execute(select(func.count()).where(_TO_SEND_BACK)).scalar_one()


def to_pack() -> int:
    """How many orders wait for staff: paid or accepted, and not sent."""
    return session().execute(select(func.count()).where(Order.status == Status.CONFIRMED)).scalar_one()


def _has(word: str) -> ColumnElement[bool]:
    pattern = f"%{word.replace('%', '').replace('_', '')}%"
    columns = (Order.number, Order.name, Order.email, Order.phone, Order.shipping_address["city"].as_string())
    return or_(*(column.ilike(pattern) for column in columns))


def _listed(condition: ColumnElement[bool], page: int, limit: int, after: str = "") -> tuple[list[Listed], int]:
    total = session().execute(select(func.count()).select_from(Order).where(condition)).scalar_one()
    chosen = select(*_ORDER).where(condition, Order.id < after if after else true()).order_by(Order.id.desc()).limit(limit)
    orders = session().execute(chosen.offset(0 if after else (page - 1) * limit)).all()
    lines: dict[str, list[Row[Any]]] = {}
    of_these = select(*_LINE).where(OrderLine.order_id.in_([order.id for order in orders]))
    for line in session().execute(of_these.order_by(OrderLine.position)) if orders else ():
        lines.setdefault(line.order_id, []).append(line)
    return [Listed(order, lines.get(order.id, [])) for order in orders], total


def _all(table: Any, condition: ColumnElement[bool], order: Any) -> Sequence[Row[Any]]:
    return session().execute(select(*table.__table__.columns).where(condition).order_by(order)).all()


def _refunds(order_id: str) -> Sequence[Row[Any]]:
    columns = tuple(Refund.__table__.columns)
    joined = select(*columns).join(Payment, Payment.id == Refund.payment_id).where(Payment.order_id == order_id)
    return session().execute(joined.order_by(Refund.id)).all()


def last_details(person: Person) -> dict[str, Any]:
    """What the checkout may fill in for somebody who is signed in: from their last order, else from what their account keeps."""
    columns = select(Order.email, Order.name, Order.phone, Order.gstin, Order.shipping_address)
    mine = columns.where(Order.user_id == person.id, Order.shipping_address.is_not(None))
    last = session().execute(mine.order_by(Order.id.desc()).limit(1)).first()
    if last is None:
        known = {"email": person.email, "name": person.name, "phone": person.contact}
        return {**known, **_as_typed(default_addresses(person).get("shipping"))}
    known = {"name": last.name, "phone": last.phone, "email": last.email, "gstin": last.gstin}
    return {**_as_typed(last.shipping_address), **known}


def default_addresses(person: Person) -> dict[str, dict[str, Any]]:
    """Where this person's parcels ('shipping') and bills ('billing') go unless they say otherwise; one statement."""
    columns = (Address.name, Address.phone, Address.street, Address.city, Address.state, Address.zip_code, Address.country)
    mine = select(Address.type, *columns).where(Address.user_id == person.id, Address.is_default)
    return {row.type: _as_ordered(row) for row in session().execute(mine)}


def _as_ordered(row: Any) -> dict[str, Any]:
    """As orders keep addresses."""
    given = {"name": row.name, "phone": row.phone, "street": row.street, "city": row.city, "state": row.state}
    return {**given, "zipCode": row.zip_code, "country": row.country}


def _as_typed(place: dict[str, Any] | None) -> dict[str, Any]:
    """An address in the words of the checkout's fields."""
    if place is None:
        return {}
    who = {name: place[name] for name in ("name", "phone") if place.get(name)}
    return {**who, "pin": place["zipCode"], "city": place["city"], "state": place["state"], "street": place["street"]}
