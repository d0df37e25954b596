"""How numbers, times and names are said, on pages and in mail alike."""

from datetime import date, datetime

from storefront.core.clock import in_india, now
from storefront.core.money import grouped

_MEANS = {
    "upi": "UPI",
    "card": "card",
    "netbanking": "net banking",
    "wallet": "wallet",
    "emi": "EMI",
    "paylater": "pay later",
    "cod": "cash on delivery",
}


def day(when: date | datetime | None) -> str:
    """'22 November 2026', on India's calendar; '' for nothing."""
    if when is None:
        return ""
    local = in_india(when) if isinstance(when, datetime) else when
    return f"{local.day} {local:%B %Y}"


def days(first: date, last: date) -> str:
    """'Thursday, 26 to Saturday, 28 November'; over the end of a month 'Monday, 30 November to Wednesday, 2 December'."""
    begins = f"{first:%A}, {first.day}" + (f" {first:%B}" if first.month != last.month else "")
    return f"{begins} to {weekday(last)}"


def weekday(when: date) -> str:
    """'Monday, 30 November'."""
    return f"{when:%A}, {when.day} {when:%B}"


def moment(when: datetime | None) -> str:
    """'22 November 2026, 14:18' on a clock in India; '' for nothing."""
    return f"{day(when)}, {in_india(when):%H:%M}" if when else ""


def lately(when: datetime | None) -> str:
    """For lists: 'Today, 14:18', 'Yesterday, 20:12', '20 Nov, 10:44', of another year '20 Nov 2025, 10:44'; '' for nothing."""
    if when is None:
        return ""
    local, today = in_india(when), in_india(now())
    named = {0: "Today", 1: "Yesterday"}.get((today.date() - local.date()).days)
    date_said = named or f"{local.day} {local:%b}" + (f" {local.year}" if local.year != today.year else "")
    return f"{date_said}, {local:%H:%M}"


def plural(count: int, one: str, many: str = "") -> str:
    """'1 piece', '2 pieces', '1,00,000 pieces'."""
    return f"{grouped(count)} {one if count == 1 else many or one + 's'}"


def capital(words: str) -> str:
    """'everyday' → 'Everyday': tags are kept as their maker wrote them, but here they begin something."""
    return words[:1].upper() + words[1:]


def means(method: str) -> str:
    """A means of payment as one says it after 'by': 'upi' → 'UPI', 'netbanking' → 'net banking'."""
    return _MEANS.get(method, method.capitalize())
