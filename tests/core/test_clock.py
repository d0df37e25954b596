"""One clock: aware, in UTC, and still when a test wants it still."""

from datetime import UTC, datetime, timedelta, timezone

from storefront.core.clock import frozen, in_india, iso, later, now


def test_the_time_knows_its_zone() -> None:
    assert now().utcoffset() == timedelta(0)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_json_times_are_written_as_javascript_writes_them() -> None:
    in_pune = datetime(2026, 11, 22, 19, 48, 5, 123456, timezone(timedelta(hours=5, minutes=30)))

    assert iso(in_pune) == "2026-11-22T14:18:05.123Z"
    assert iso(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000Z"


def test_people_read_the_clock_on_a_wall_in_india() -> None:
    local = in_india(datetime(2026, 11, 22, 20, 0, tzinfo=UTC))

    assert f"{local:%d %H:%M}" == "23 01:30"


def test_a_frozen_clock_stands_and_goes_on_afterwards() -> None:
    moment = datetime(2020, 2, 29, tzinfo=UTC)

    with frozen(moment):
        assert now() == moment
        with later(days=1):
            assert now() == datetime(2020, 3, 1, tzinfo=UTC)
        assert now() == moment

    assert now() > moment
