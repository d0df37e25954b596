"""Closing days: their events become a few numbers, which stay, and the events go after a while.

A day is closed some minutes after it has ended in India, when nothing can be added to it any more. Closing it again makes the
same numbers of the same events, so that a worker that was away, stopped or beside another does no harm.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, union

from storefront.core.clock import in_india, now
from storefront.core.db import session, transaction, upsert
from storefront.core.timetable import every
from storefront.domain.accounts.models import SignInSession
from storefront.domain.analytics.calendar import DAY, Span, today
from storefront.domain.analytics.models import ClosedDay, Event, LatelySeen, PersonDay, ProductDay, SearchDay
from storefront.domain.analytics.queries import closed_through
from storefront.domain.analytics.services import AGAIN
from storefront.domain.orders.models import Order

KEPT = 90
"""Days for which events stay as they came, with session, network and browser; afterwards the numbers of their days are left."""
SETTLING = timedelta(minutes=10)
"""After midnight, for what was begun before it."""
SEARCHES = 500
"""Of the words searched for on a day the most frequent stay."""
_BATCH = 5_000

_e = Event.__table__.c
_o = Order.__table__.c
_s = SignInSession.__table__.c
_seen: Any = LatelySeen.__table__


@every("analytics", seconds=600)
def keep_days() -> None:
    """Closes what days have ended, and forgets what is old enough."""
    close_days()
    forget()


def close_days() -> int:
    """Closes every day that has ended since the last one that was; how many those were."""
    ended = in_india(now() - SETTLING).date() - DAY
    last = closed_through()
    begin = last + DAY if last else _first_day()
    session().rollback()
    days = [begin + number * DAY for number in range((ended - begin).days + 1)] if begin else []
    for day in days:
        close_day(day)
    return len(days)


def _first_day() -> date | None:
    """The first day of which anything is known."""
    begun = [session().execute(select(func.min(table.created_at))).scalar() for table in (_o, _s)]
    days = [in_india(moment).date() for moment in begun if moment]
    return min([*days, *session().scalars(select(func.min(_e.day)).having(func.count() > 0))], default=None)


def close_day(day: date) -> None:
    """Makes the numbers of a day from its events; again, if it was closed before (an import may have added to it)."""
    mark = upsert(ClosedDay).values(day=day, closed_at=now())
    with transaction() as current:
        # First, because its row is the lock: another worker at the same day waits here and then replaces the same by the same.
        current.execute(mark.on_conflict_do_update(index_elements=["day"], set_={"closed_at": now()}))
        for table, columns, numbers in _NUMBERS:
            current.execute(delete(table).where(table.c.day == day))
            span = Span(day, day)
            given = {"of": day, "begins": span.begins, "ends": span.ends}
            current.execute(insert(table).from_select(columns, numbers), given)


def forget() -> None:
    """Events of closed days leave after KEPT days, views that can count again at once.

    Not within a day of the closing: an import of old events that is under way, or was stopped, closes their days once more.
    """
    last = closed_through()
    session().rollback()
    with transaction() as current:
        current.execute(delete(_seen).where(_seen.c.counted_at <= now() - AGAIN))
    if last:
        settled = select(ClosedDay.day).where(ClosedDay.closed_at <= now() - DAY)
        ripe = _e.day <= min(last, today() - KEPT * DAY)
        old = select(_e.id).where(ripe, _e.day.in_(settled)).limit(_BATCH).scalar_subquery()
        # Few at a time: nobody who buys should wait for this.
        while _delete_some(old):
            pass


def _delete_some(old: Any) -> bool:
    with transaction() as current:
        gone = current.execute(delete(Event.__table__).where(_e.id.in_(old)))
        return bool(gone.rowcount)  # type: ignore[attr-defined]  # the Result of a DELETE is a CursorResult


def _products() -> Select[Any]:
    columns = select(_e.type, _e.day, _e.product_id, func.count()).where(_e.day == bindparam("of"), _e.product_id.is_not(None))
    return columns.group_by(_e.type, _e.day, _e.product_id)


def _searches() -> Select[Any]:
    columns = select(_e.day, _e.query, func.count()).where(_e.day == bindparam("of"), _e.query.is_not(None))
    return columns.group_by(_e.day, _e.query).order_by(func.count().desc(), _e.query).limit(SEARCHES)


def _people() -> Select[Any]:
    here = union(
        select(_e.user_id).where(_e.day == bindparam("of"), _e.user_id.is_not(None)),
        *(
            select(table.user_id).where(
                table.created_at >= bindparam("begins", type_=_o.created_at.type),
                table.created_at < bindparam("ends", type_=_o.created_at.type),
                table.user_id.is_not(None),
            )
            for table in (_o, _s)
        ),
    ).subquery()
    return select(bindparam("of", type_=_e.day.type), here.c.user_id)


_NUMBERS: tuple[tuple[Any, list[str], Select[Any]], ...] = (
    (ProductDay.__table__, ["type", "day", "product_id", "events"], _products()),
    (SearchDay.__table__, ["day", "query", "searches"], _searches()),
    (PersonDay.__table__, ["day", "user_id"], _people()),
)
