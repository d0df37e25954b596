"""Reading a field of a document that may hold anything: what fits is taken, what is odd counts as not given."""

import hashlib
import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from storefront.core.clock import in_india, now
from storefront.core.errors import Invalid
from storefront.core.forms import Form, no_controls, parse
from storefront.core.ids import is_id
from storefront.core.money import paise

Document = dict[str, Any]
F = TypeVar("F", bound=Form)

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_HIGHEST = Decimal(100_000_000)
"""Rupees, ten crore, as the shop's forms have it."""


class LeftOut(Exception):
    """A document that the shop cannot keep; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def words(given: Any, longest: int) -> str:
    """Text on one or more lines, cut; a number is read as text. '' for all else."""
    if isinstance(given, int | float | Decimal) and not isinstance(given, bool):
        given = f"{given:f}" if isinstance(given, Decimal) else str(given)
    return no_controls(given).strip()[:longest].strip() if isinstance(given, str) else ""


def line(given: Any, longest: int) -> str:
    """Text on one line, cut."""
    return " ".join(words(given, 10 * longest).split())[:longest].strip()


def number(given: Any) -> Decimal | None:
    """A finite number, also one written as text."""
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal | str):
        return None
    try:
        found = Decimal(str(given).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < Decimal(10) ** 15 else None


def whole(given: Any, least: int = -1_000_000, most: int = 1_000_000) -> int | None:
    """A whole number, held within bounds."""
    found = number(given)
    return None if found is None else max(least, min(most, math.floor(found)))


def rupees(given: Any) -> Decimal | None:
    """An amount without the noise of floats: 3299.9900000000002 is 3299.99. None for what is none, or cannot be a price."""
    found = number(given)
    return Decimal(paise(found)) / 100 if found is not None and 0 <= found <= _HIGHEST else None


def amount(given: Any) -> int | None:
    """In paise."""
    found = rupees(given)
    return None if found is None else paise(found)


def flag(given: Any, otherwise: bool) -> bool:
    """Yes or no, also as text or number."""
    if isinstance(given, str):
        return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(given.lower(), otherwise)
    return bool(given) if isinstance(given, bool | int) else otherwise


def key(given: Any) -> str | None:
    """An id of 24 hex digits; also the id of a document that was put in its reference's place."""
    if isinstance(given, dict):
        given = given.get("_id", given.get("$id"))
    found = given.strip().lower() if isinstance(given, str) else ""
    return found if is_id(found) else None


def own_key(document: Document) -> str:
    """The document's id, or LeftOut."""
    found = key(document.get("_id", document.get("id")))
    if found is None:
        raise LeftOut("Its _id is not an ObjectId.")
    return found


def derived_key(*parts: object) -> str:
    """An id for what had none, the same each time."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:24]


def moment(given: Any) -> datetime | None:
    """A time between 2000 and tomorrow."""
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given.strip())
        except ValueError:
            return None
    if not isinstance(given, datetime):
        return None
    found = given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)
    return found if _EARLIEST <= found <= now() + timedelta(days=1) else None


def day(given: Any) -> date | None:
    """The day in India of a moment of any time, or a date as text."""
    if isinstance(given, str):
        try:
            given = datetime.fromisoformat(given.strip())
        except ValueError:
            return None
    if not isinstance(given, datetime):
        return None
    try:
        return in_india(given).date() if given.tzinfo else given.date()
    except OverflowError:
        return None


def times(document: Document, own: str) -> tuple[datetime, datetime]:
    """When it was made and last changed. Without dates its id tells when it was made."""
    made = moment(document.get("createdAt")) or moment(datetime.fromtimestamp(int(own[:8], 16), UTC)) or _EARLIEST
    changed = moment(document.get("updatedAt")) or made
    return made, max(made, changed)


def stamps(document: Document, own: str) -> dict[str, datetime]:
    """The same, by column."""
    made, changed = times(document, own)
    return {"created_at": made, "updated_at": changed}


def each(given: Any) -> list[Any]:
    """The entries of a list; one that stands alone is a list of one."""
    if isinstance(given, list):
        return given
    return [] if given in (None, "") else [given]


def objects(given: Any) -> list[Document]:
    return [one for one in each(given) if isinstance(one, dict)]


def nested(given: Any) -> Document:
    return given if isinstance(given, dict) else {}


def texts(given: Iterable[Any], longest: int, most: int) -> list[str]:
    """Different words, as many as may be."""
    found = dict.fromkeys(one for one in (line(one, longest) for one in given) if one)
    return list(found)[:most]


def checked(form: type[F], said: Document) -> F:
    """The form, or LeftOut with its first sentences."""
    try:
        return parse(form, said)
    except Invalid as refused:
        raise LeftOut(because(refused)) from None


def because(refused: Invalid) -> str:
    return " ".join(f"{name}: {sentence}" for name, sentence in list(refused.errors.items())[:3])
