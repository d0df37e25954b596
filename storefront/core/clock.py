"""The one clock. Inside, times are aware and in UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

INDIA = ZoneInfo("Asia/Kolkata")

_frozen: datetime | None = None


def now() -> datetime:
    """The time, aware, in UTC."""
    return _frozen or datetime.now(UTC)


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with Z and milliseconds, as JavaScript's toISOString writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def in_india(moment: datetime) -> datetime:
    """The same moment on a wall clock in India, for people to read."""
    return moment.astimezone(INDIA)


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """The clock stands at this moment: for demonstrations and tests."""
    global _frozen
    before, _frozen = _frozen, moment
    try:
        yield moment
    finally:
        _frozen = before


@contextmanager
def later(**delta: float) -> Iterator[datetime]:
    """The clock stands so much later than it does now: `with later(minutes=31): …`."""
    with frozen(now() + timedelta(**delta)) as moment:
        yield moment
