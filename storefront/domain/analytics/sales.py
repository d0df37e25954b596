"""What was sold, from paid orders alone and less what was given back. Amounts are paise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Row, Select, String, cast, column, func, literal_column, select, values

from storefront.core.clock import in_india
from storefront.core.db import UtcDateTime, session
from storefront.core.money import share
from storefront.domain.analytics.calendar import Span, months_of, today
from storefront.domain.catalog.models import Product
from storefront.domain.orders.models import Order, OrderLine
from storefront.domain.orders.states import PaymentStatus

TOP = 10
"""Products that sell best."""

_o = Order.__table__.c
_l = OrderLine.__table__.c
_p = Product.__table__.c
_NET = _o.total - _o.refunded


@dataclass(frozen=True)
class Sales:
    revenue: int
    orders: int
    top: Sequence[Row[Any]]
    """Rows of product_id, name, sales (pieces) and revenue."""
    months: list[tuple[str, int]]
    """('January 2024', revenue), the oldest first, those without a sale among them."""

    @property
    def average(self) -> int:
        """Of an order."""
        return share(self.revenue, 1, self.orders) if self.orders else 0


def summary(span: Span) -> Sales:
    """What was paid in these days. Orders that were refunded whole do not count. Three statements at most."""
    sums = select(func.count(), func.coalesce(func.sum(_NET), 0), func.min(_o.paid_at)).where(*_paid(span))
    orders, revenue, begun = session().execute(sums).one()
    if not orders:
        return Sales(0, 0, [], [])
    first = max(in_india(begun).date(), span.first) if span.first else in_india(begun).date()
    last = min(today(), span.last) if span.last else today()
    return Sales(int(revenue), orders, _best(span), _by_month(Span(first, max(first, last))))


def pieces_sold(span: Span) -> Select[Any]:
    """A statement of product_id, sales (pieces) and revenue: a line's part of what was paid and kept for its order."""
    # As floats, since the product of three amounts in paise outgrows 64 bits; divided, they are exact to the paisa again.
    line = cast(_l.price * _l.quantity, Float(53))
    goods = (_o.subtotal - _o.discount) / cast(func.nullif(_o.subtotal, 0), Float(53))
    kept = _NET / cast(func.nullif(_o.total, 0), Float(53))
    kept_pieces = func.sum(_l.quantity - _l.returned).label("sales")
    sums = (kept_pieces, func.coalesce(func.sum(line * goods * kept), 0.0).label("revenue"))
    # An expression, so that SQLite goes in by the orders: by the index of products it would look up the order of every line.
    product = _l.product_id + literal_column("''")
    joined = select(product.label("product_id"), *sums).join_from(OrderLine.__table__, Order.__table__, _o.id == _l.order_id)
    return joined.where(*_paid(span)).group_by(product)


def _paid(span: Span) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_o.payment_status == PaymentStatus.PAID]
    if span.first:
        found.append(_o.paid_at >= span.begins)
    if span.last:
        found.append(_o.paid_at < span.ends)
    return found


def _best(span: Span) -> Sequence[Row[Any]]:
    sold = pieces_sold(span).subquery()
    order = (sold.c.sales.desc(), sold.c.revenue.desc(), sold.c.product_id)
    named = select(sold, _p.name).join_from(sold, Product.__table__, _p.id == sold.c.product_id)
    return session().execute(named.order_by(*order).limit(TOP)).all()


def _by_month(span: Span) -> list[tuple[str, int]]:
    if span.first is None or span.last is None:
        return []
    months = months_of(span.first, span.last)
    moment = UtcDateTime()
    columns = (column("at", Integer), column("name", String), column("begins", moment), column("ends", moment))
    listed = values(*columns, name="months").data([(at, one.name, one.begins, one.ends) for at, one in enumerate(months)])
    each = listed.cte("months").c
    during = (_o.paid_at >= each.begins) & (_o.paid_at < each.ends) & (_o.payment_status == PaymentStatus.PAID)
    sums = select(each.at, func.coalesce(func.sum(_NET), 0)).join_from(each.at.table, Order.__table__, during)
    found = {row[0]: row[1] for row in session().execute(sums.group_by(each.at))}
    return [(one.name, int(found.get(at, 0))) for at, one in enumerate(months)]
