"""Figures of visits: closed days from their numbers, the days since from the events themselves, so that both are true at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, select, union, union_all

from storefront.core.db import session
from storefront.core.text import fold
from storefront.domain.accounts.models import Address, SignInSession, User
from storefront.domain.analytics.calendar import DAY, EARLIEST, LATEST, Span, last_days, midnight
from storefront.domain.analytics.kinds import Kind, Popularity
from storefront.domain.analytics.models import ClosedDay, Event, PersonDay, ProductDay, SearchDay
from storefront.domain.analytics.sales import pieces_sold
from storefront.domain.catalog.models import Product, ProductCounter
from storefront.domain.orders.models import Order

USUAL = 30
"""Days of users' activity when nothing else is asked."""
TOP = 20
"""Places and searches at most."""
_SPELLINGS = 1_000

_c = ClosedDay.__table__.c
_e = Event.__table__.c
_pd = ProductDay.__table__.c
_sd = SearchDay.__table__.c
_ud = PersonDay.__table__.c
_n = ProductCounter.__table__.c
_p = Product.__table__.c
_o = Order.__table__.c
_s = SignInSession.__table__.c
_u = User.__table__.c
_a = Address.__table__.c


@dataclass(frozen=True)
class Activity:
    """What users did in a span of days. Places are of all accounts, whenever they came."""

    users: int
    active: int
    """Accounts that signed in, ordered or did anything that is tracked."""
    new: int
    places: list[tuple[str, int]]
    searches: list[tuple[str, int]]


def popular(span: Span, by: Popularity, page: int, limit: int) -> tuple[Sequence[Row[Any]], int]:
    """Products that were looked at or sold: rows of product_id, name, views, sales (pieces) and revenue (paise), and how many.

    Without a span views are all that the products have ever had. Two statements.
    """
    seen = _viewed(span, closed_through()).subquery()
    sold = pieces_sold(span).subquery()
    nothing = literal(0)
    each = union_all(
        select(seen.c.product_id, seen.c.views, nothing.label("sales"), literal(0.0).label("revenue")),
        select(sold.c.product_id, nothing, sold.c.sales, sold.c.revenue),
    ).subquery()
    sums = {name: func.sum(each.c[name]).label(name) for name in Popularity}
    order = [sums[by].desc(), *(one.desc() for name, one in sums.items() if name is not by), each.c.product_id]
    columns = (each.c.product_id, *sums.values(), func.count().over().label("total"))
    top = select(*columns).group_by(each.c.product_id).order_by(*order).limit(limit).offset((page - 1) * limit).subquery()
    named = select(top, _p.name).join_from(top, Product.__table__, _p.id == top.c.product_id)
    in_order = [top.c[by].desc(), *(top.c[name].desc() for name in Popularity if name is not by), top.c.product_id]
    rows = session().execute(named.order_by(*in_order)).all()
    return rows, rows[0].total if rows else 0


def activity(span: Span) -> Activity:
    """Users' activity in these days, the last thirty if none are named. Five statements."""
    span = last_days(USUAL) if span.is_open else span
    closed = closed_through() or EARLIEST - DAY
    is_new = case((and_(_u.created_at >= span.begins, _u.created_at < span.ends), 1), else_=0)
    users, new = session().execute(select(func.count(), func.coalesce(func.sum(is_new), 0)).select_from(User.__table__)).one()
    active = session().execute(select(func.count()).select_from(_here(span, closed).subquery())).scalar_one()
    return Activity(users, active, int(new), _places(), _searched(span, closed))


def closed_through() -> date | None:
    """The last day whose numbers are made."""
    return session().execute(select(func.max(_c.day))).scalar()


def _viewed(span: Span, closed: date | None) -> Select[Any]:
    if span.is_open:
        return select(_n.product_id, _n.views.label("views")).where(_n.views > 0)
    before, since = _parts(span, closed or EARLIEST - DAY)
    rolled = select(_pd.product_id, _pd.events.label("views")).where(_pd.type == Kind.PRODUCT_VIEW, _within(_pd.day, before))
    today = select(_e.product_id, func.count()).where(
        _e.type == Kind.PRODUCT_VIEW, _within(_e.day, since), _e.product_id.is_not(None)
    )
    both = union_all(rolled, today.group_by(_e.product_id)).subquery()
    return select(both.c.product_id, func.sum(both.c.views).label("views")).group_by(both.c.product_id)


def _here(span: Span, closed: date) -> Any:
    before, since = _parts(span, closed)
    begins, ends = midnight(since[0]), span.ends
    return union(
        select(_ud.user_id).where(_within(_ud.day, before)),
        select(_e.user_id).where(_within(_e.day, since), _e.user_id.is_not(None)),
        *(
            select(table.user_id).where(table.created_at >= begins, table.created_at < ends, table.user_id.is_not(None))
            for table in (_o, _s)
        ),
    )


def _searched(span: Span, closed: date) -> list[tuple[str, int]]:
    before, since = _parts(span, closed)
    rolled = select(_sd.query, _sd.searches.label("searches")).where(_within(_sd.day, before))
    fresh = select(_e.query, func.count()).where(_within(_e.day, since), _e.query.is_not(None)).group_by(_e.query)
    both = union_all(rolled, fresh).subquery()
    times = func.sum(both.c.searches)
    top = select(both.c.query, times).group_by(both.c.query).order_by(times.desc(), both.c.query).limit(TOP)
    return [(words, int(number)) for words, number in session().execute(top)]


def _places() -> list[tuple[str, int]]:
    """Each account once: by its delivery address, the default one first, else by where its last order went."""
    rank = func.row_number().over(partition_by=_a.user_id, order_by=(_a.is_default.desc(), _a.id.desc()))
    addresses = select(_a.user_id, _a.city, rank.label("rank")).where(_a.type == "shipping").subquery()
    with_address = select(_a.user_id).where(_a.type == "shipping")
    sent = (_o.user_id.is_not(None), _o.shipping_address.is_not(None), _o.user_id.not_in(with_address))
    last = select(func.max(_o.id)).where(*sent).group_by(_o.user_id)
    each = union_all(
        select(addresses.c.city.label("city")).where(addresses.c.rank == 1),
        select(_o.shipping_address["city"].as_string()).where(_o.id.in_(last)),
    ).subquery()
    written = select(each.c.city, func.count()).where(each.c.city != "").group_by(each.c.city)
    return _merged(session().execute(written.order_by(func.count().desc(), each.c.city).limit(_SPELLINGS)))


def _merged(spellings: Any) -> list[tuple[str, int]]:
    """'mumbai' and 'Mumbai ' are one place, called as most people write it."""
    named: dict[str, str] = {}
    people: Counter[str] = Counter()
    for city, number in spellings:
        named.setdefault(fold(city), city.strip())
        people[fold(city)] += number
    return [(named[place], number) for place, number in people.most_common(TOP)]


def _parts(span: Span, closed: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """The days of the span that are closed, and those that are not; first and last of each."""
    first, last = span.first or EARLIEST, span.last or LATEST
    return (first, min(last, closed)), (max(first, closed + DAY), last)


def _within(column: Any, days: tuple[date, date]) -> ColumnElement[bool]:
    return column.between(*days)  # type: ignore[no-any-return]
