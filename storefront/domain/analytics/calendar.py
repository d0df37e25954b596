"""Days and months on India's calendar, computed here so that both databases agree on them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from storefront.core.clock import INDIA, in_india, now

DAY = timedelta(days=1)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Span:
    """From the first day to the last, both included; None is open."""

    first: date | None = None
    last: date | None = None

    @property
    def begins(self) -> datetime:
        return midnight(self.first or EARLIEST)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return midnight((self.last or LATEST) + DAY)

    @property
    def is_open(self) -> bool:
        return self.first is None and self.last is None


@dataclass(frozen=True)
class Month:
    name: str
    """'January 2024'."""
    begins: datetime
    ends: datetime


def today() -> date:
    return in_india(now()).date()


def midnight(day: date) -> datetime:
    """When that day begins in India."""
    return datetime.combine(day, time(), INDIA)


def last_days(number: int) -> Span:
    """So many days, of which today is the last."""
    return Span(today() - (number - 1) * DAY, today())


def months_of(first: date, last: date) -> list[Month]:
    """The months that have a day of these, the first and the last cut to those days."""
    found = []
    begin = first
    while begin <= last:
        following = (begin.replace(day=1) + 32 * DAY).replace(day=1)
        found.append(Month(f"{begin:%B %Y}", midnight(begin), midnight(min(following, last + DAY))))
        begin = following
    return found
