"""Closing days, and that figures are the same before and after."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.core import clock
from storefront.core.db import session
from storefront.domain.analytics import Popularity, Span, days, queries
from storefront.domain.analytics.calendar import months_of
from storefront.domain.analytics.models import ClosedDay, Event, LatelySeen, PersonDay, SearchDay
from tests.domain.analytics.test_services import events, track
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring

NIGHT = datetime(2026, 3, 9, 18, 29, tzinfo=UTC)
"""One minute to midnight in India, of the ninth."""
NINTH, TENTH = date(2026, 3, 9), date(2026, 3, 10)


def closed() -> list[date]:
    return list(session().scalars(select(ClosedDay.day).order_by(ClosedDay.day)))


def viewed(first: date | None, last: date | None) -> dict[str, int]:
    rows, _ = queries.popular(Span(first, last), Popularity.VIEWS, 1, 100)
    return {row.product_id: int(row.views) for row in rows}


def test_a_day_ends_at_midnight_in_india(app: Flask) -> None:
    ring = a_ring()

    with clock.frozen(NIGHT):
        track("product_view", ring, session_id="before")
    with clock.frozen(NIGHT + timedelta(minutes=2)):
        track("product_view", ring, session_id="after")

    assert [event.day for event in events()] == [NINTH, TENTH]
    assert (viewed(NINTH, NINTH), viewed(TENTH, TENTH), viewed(NINTH, TENTH)) == ({ring: 1}, {ring: 1}, {ring: 2})


def test_a_day_is_closed_when_nothing_can_be_added_to_it(app: Flask) -> None:
    with clock.frozen(NIGHT):
        track("product_view", a_ring())

    with clock.frozen(NIGHT + timedelta(minutes=9)):
        early = days.close_days()
    with clock.frozen(NIGHT + timedelta(minutes=12)):
        in_time = days.close_days()
        again = days.close_days()

    assert (early, in_time, again, closed()) == (0, 1, 0, [NINTH])


def test_figures_are_the_same_before_and_after_closing(app: Flask) -> None:
    ring, other, asha = a_ring(), a_ring(), a_customer()
    for hours, product in ((0, ring), (0, other), (24, ring), (48, ring)):
        with clock.frozen(NIGHT + timedelta(hours=hours)):
            track("product_view", product, asha)
            track("search", who=asha, data={"query": "Silver chain"})
    spans = [Span(NINTH, NINTH), Span(TENTH, None), Span(NINTH, date(2026, 3, 11))]

    def figures() -> list[Any]:
        return [(viewed(span.first, span.last), queries.activity(span)) for span in spans]

    with clock.frozen(NIGHT + timedelta(hours=49)):
        before = figures()
        days.close_days()
        after = figures()

    assert after == before
    assert before[2][0] == {ring: 3, other: 1}
    assert (before[2][1].searches, before[2][1].active) == ([("silver chain", 4)], 1)
    assert closed() == [NINTH, TENTH, date(2026, 3, 11)]


def test_a_worker_that_was_away_closes_every_day_since(app: Flask) -> None:
    ring = a_ring()
    with clock.frozen(NIGHT):
        track("product_view", ring)
        days.close_day(NINTH)

    with clock.frozen(NIGHT + timedelta(days=5, minutes=30)):
        caught_up = days.close_days()

    assert (caught_up, closed()[-1]) == (5, date(2026, 3, 14))


def test_closing_again_takes_in_what_an_import_has_added(app: Flask) -> None:
    ring = a_ring()
    with clock.frozen(NIGHT):
        track("product_view", ring, session_id="s1")
        days.close_day(NINTH)
        track("product_view", ring, session_id="s2")
        assert viewed(NINTH, NINTH) == {ring: 1}

        days.close_day(NINTH)

        assert viewed(NINTH, NINTH) == {ring: 2}


def test_workers_that_close_a_day_at_once_make_the_same_numbers(app: Flask, at_once: Any) -> None:
    ring, asha = a_ring(), a_customer()
    with clock.frozen(NIGHT):
        track("product_view", ring, asha)
        track("search", data={"query": "ruby"})

    at_once(days.close_day, [(NINTH,)] * 4)

    assert viewed(NINTH, NINTH) == {ring: 1}
    assert session().scalars(select(SearchDay.searches)).all() == [1]
    assert session().scalars(select(PersonDay.user_id)).all() == [asha.id]


def test_of_rare_words_the_numbers_end_with_the_most_frequent(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.frozen(NIGHT):
        for number in range(4):
            for _ in range(number + 1):
                track("search", data={"query": f"word {number}"})
        days.close_day(NINTH)

    assert len(session().scalars(select(SearchDay.query)).all()) == 4 <= days.SEARCHES


def test_what_is_personal_leaves_after_ninety_days_and_the_numbers_stay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "_BATCH", 2)
    ring = a_ring()
    with clock.frozen(NIGHT):
        for number in range(5):
            track("product_view", ring, session_id=f"s{number}")

    with clock.frozen(NIGHT + timedelta(days=89)):
        days.keep_days()
        kept = len(events())
    with clock.frozen(NIGHT + timedelta(days=90)):
        days.keep_days()

    assert (kept, events()) == (5, [])
    assert viewed(NINTH, NINTH) == {ring: 5}


def test_what_no_day_has_counted_yet_is_not_forgotten(app: Flask) -> None:
    with clock.frozen(NIGHT):
        track("product_view", a_ring())

    with clock.frozen(NIGHT + timedelta(days=200)):
        days.forget()

    assert session().scalars(select(Event.day)).all() == [NINTH]


def test_a_view_that_may_count_again_is_forgotten(app: Flask) -> None:
    track("product_view", a_ring())

    days.forget()
    soon = len(session().scalars(select(LatelySeen.session_id)).all())
    with clock.later(minutes=31):
        days.forget()

    assert (soon, session().scalars(select(LatelySeen.session_id)).all()) == (1, [])


def test_months_are_cut_to_the_days_that_were_asked_for() -> None:
    months = months_of(date(2023, 12, 30), date(2024, 2, 1))

    assert [month.name for month in months] == ["December 2023", "January 2024", "February 2024"]
    assert months[0].begins.isoformat() == "2023-12-30T00:00:00+05:30"
    assert [month.ends.isoformat()[:10] for month in months] == ["2024-01-01", "2024-02-01", "2024-02-02"]
