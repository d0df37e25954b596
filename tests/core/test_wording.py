"""How numbers and times are said to people."""

from datetime import UTC, date, datetime

from storefront.core.wording import capital, day, moment, plural


def test_a_day_is_a_day_in_india() -> None:
    assert day(datetime(2026, 11, 22, 20, 0, tzinfo=UTC)) == "23 November 2026"
    assert day(date(2026, 3, 1)) == "1 March 2026"


def test_a_moment_has_the_time_of_day() -> None:
    assert moment(datetime(2026, 11, 22, 8, 48, tzinfo=UTC)) == "22 November 2026, 14:18"


def test_nothing_is_said_of_nothing() -> None:
    assert [day(None), moment(None)] == ["", ""]


def test_one_is_one_and_the_rest_are_many() -> None:
    assert [plural(count, "piece") for count in (0, 1, 2)] == ["0 pieces", "1 piece", "2 pieces"]
    assert plural(2, "category", "categories") == "2 categories"


def test_what_begins_something_has_a_capital() -> None:
    assert [capital("everyday"), capital("18 kt"), capital("")] == ["Everyday", "18 kt", ""]
