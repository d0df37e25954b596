"""How numbers, times and names are said, on pages and in mail alike."""

from datetime import date, datetime

from storefront.core.clock import in_india


def day(when: date | datetime | None) -> str:
    """'22 November 2026', on India's calendar; '' for nothing."""
    if when is None:
        return ""
    local = in_india(when) if isinstance(when, datetime) else when
    return f"{local.day} {local:%B %Y}"


def moment(when: datetime | None) -> str:
    """'22 November 2026, 14:18' on a clock in India; '' for nothing."""
    return f"{day(when)}, {in_india(when):%H:%M}" if when else ""


def plural(count: int, one: str, many: str = "") -> str:
    """'1 piece', '2 pieces'."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def capital(words: str) -> str:
    """'everyday' → 'Everyday': tags are kept as their maker wrote them, but here they begin something."""
    return words[:1].upper() + words[1:]
