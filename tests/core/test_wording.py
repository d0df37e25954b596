"""How numbers and times are said to people."""

from datetime import UTC, date, datetime

import pytest

from storefront.core.clock import frozen
from storefront.core.wording import capital, day, days, lately, means, moment, plural, weekday


def test_a_day_is_a_day_in_india() -> None:
    assert day(datetime(2026, 11, 22, 20, 0, tzinfo=UTC)) == "23 November 2026"
    assert day(date(2026, 3, 1)) == "1 March 2026"


def test_a_moment_has_the_time_of_day() -> None:
    assert moment(datetime(2026, 11, 22, 8, 48, tzinfo=UTC)) == "22 November 2026, 14:18"


def test_a_promise_names_the_day_of_the_week() -> None:
    assert weekday(date(2026, 11, 30)) == "Monday, 30 November"


def test_nothing_is_said_of_nothing() -> None:
    assert [day(None), moment(None), lately(None)] == ["", "", ""]


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 1, 2, 19, 0, tzinfo=UTC), "Today, 00:30"),
        (datetime(2026, 1, 2, 18, 0, tzinfo=UTC), "Yesterday, 23:30"),
        (datetime(2026, 1, 1, 5, 14, tzinfo=UTC), "1 Jan, 10:44"),
        (datetime(2025, 12, 20, 5, 14, tzinfo=UTC), "20 Dec 2025, 10:44"),
    ],
)
def test_what_happened_lately_is_said_by_the_day_in_india(when: datetime, said: str) -> None:
    with frozen(datetime(2026, 1, 2, 20, 0, tzinfo=UTC)):
        assert lately(when) == said


def test_one_is_one_and_the_rest_are_many() -> None:
    assert [plural(count, "piece") for count in (0, 1, 2)] == ["0 pieces", "1 piece", "2 pieces"]
    assert plural(2, "category", "categories") == "2 categories"
    assert plural(123_456, "piece") == "1,23,456 pieces"


def test_what_begins_something_has_a_capital() -> None:
    assert [capital("everyday"), capital("18 kt"), capital("")] == ["Everyday", "18 kt", ""]


def test_a_means_of_payment_is_said_in_words() -> None:
    assert [means("upi"), means("netbanking"), means("razorpay")] == ["UPI", "net banking", "Razorpay"]


def test_a_range_of_days_names_the_month_once_if_it_is_one() -> None:
    assert days(date(2026, 11, 26), date(2026, 11, 28)) == "Thursday, 26 to Saturday, 28 November"
    assert days(date(2026, 11, 30), date(2026, 12, 2)) == "Monday, 30 November to Wednesday, 2 December"
