"""What clients tell of visitors, and which days staff ask about."""

import math
from datetime import date
from typing import Annotated, Any

import msgspec
from pydantic import Field, ValidationInfo, field_validator

from storefront.core.forms import Form, maybe, no_controls
from storefront.domain.analytics.calendar import EARLIEST, LATEST, Span
from storefront.domain.analytics.kinds import Kind, Popularity

LARGEST, DEEPEST, HIGHEST = 2_000, 4, 2**53
"""Of `data`: bytes of JSON, levels, and what a number may be."""

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class EventForm(Form):
    """Something that a visitor did. Who they are is known from their token, never from here."""

    type: Kind
    product_id: str | None = maybe(80)
    session_id: str | None = maybe(100)
    """Without one, a cookie that names nobody stands for the visitor."""
    data: dict[str, Any] | None = None
    """For a search `query`, the words; else whatever the client wants to keep, in at most 2,000 bytes."""

    @field_validator("data")
    @classmethod
    def _bounded(cls, data: dict[str, Any] | None) -> dict[str, Any] | None:
        # Measured before it is walked through: the body may be as large as an upload.
        if len(msgspec.json.encode(data)) > LARGEST:
            raise ValueError(f"This may have at most {LARGEST:,} bytes.")
        return _kept(data, DEEPEST)  # type: ignore[no-any-return]  # as it came, of plain values

    @property
    def words(self) -> str:
        """What was searched for; '' for nothing."""
        told = (self.data or {}).get("query") or (self.data or {}).get("q")
        return told if self.type is Kind.SEARCH and isinstance(told, str) else ""


class SpanForm(Form):
    """Days on India's calendar, both included."""

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")

    @field_validator("last")
    @classmethod
    def _in_order(cls, last: date | None, others: ValidationInfo) -> date | None:
        first = others.data.get("first")
        if first and last and last < first:
            raise ValueError("This must not be before the day in from.")
        return last

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


class PopularForm(SpanForm):
    """Which days, and what counts."""

    sort: Popularity = Popularity.VIEWS


def _kept(value: Any, levels: int) -> Any:
    """Plain values without what no database takes."""
    if isinstance(value, (dict, list)) and levels == 0:
        raise ValueError(f"This may be nested at most {DEEPEST} levels deep.")
    if isinstance(value, dict):
        return {no_controls(name): _kept(one, levels - 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_kept(one, levels - 1) for one in value]
    if isinstance(value, (int, float)) and not (math.isfinite(value) and abs(value) <= HIGHEST):
        raise ValueError("A number in this is too large.")
    return no_controls(value)
