"""Figures touch no event of a closed day, and no order outside the days that were asked for."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from storefront.domain.analytics import Popularity, Span, days, queries, sales
from tests.domain.analytics.test_services import track
from tests.factories.catalog import a_ring
from tests.plans import plan_of

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


@pytest.mark.parametrize(
    "read",
    [
        lambda: queries.popular(MARCH, Popularity.VIEWS, 1, 20),
        lambda: queries.activity(MARCH),
        lambda: days.close_day(date(2026, 3, 9)),
    ],
)
def test_events_are_read_by_their_day(app: Flask, read: Callable[[], object]) -> None:
    track("product_view", a_ring())

    steps = [step for step in plan_of(read, "analytics_events") if "analytics_events" in step]

    assert steps
    assert [step for step in steps if "INDEX ix_analytics_events" not in step or "day" not in step] == []


def test_orders_are_read_by_when_they_were_paid(app: Flask) -> None:
    steps = [step for step in plan_of(lambda: sales.summary(MARCH), "orders") if " orders " in f"{step} "]

    assert steps
    assert [step for step in steps if "ix_orders_paid (paid_at" not in step] == []
