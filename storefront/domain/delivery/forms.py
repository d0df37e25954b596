"""What staff say of a zone. Amounts come in rupees."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from storefront.core.forms import Form, Rupees, text
from storefront.core.money import paise

Prefix = Annotated[str, StringConstraints(pattern="^[1-9][0-9]{0,5}$")]
"""The first one to six digits of PIN codes."""


class RateForm(Form):
    """A fee for parcels up to so many grams, for goods below so many rupees, or both."""

    up_to_grams: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    below: Annotated[Decimal, Field(gt=0, le=100_000_000, decimal_places=2)] | None = None
    fee: Rupees

    @model_validator(mode="after")
    def _is_bounded(self) -> "RateForm":
        if self.up_to_grams is None and self.below is None:
            raise ValueError("Say up to what weight or below what value this holds; the zone's own fee holds for the rest.")
        return self

    @property
    def columns(self) -> dict[str, Any]:
        below = None if self.below is None else paise(self.below)
        return {"up_to_grams": self.up_to_grams, "below": below, "fee": paise(self.fee)}


class ZoneForm(Form):
    """A zone with all its PIN codes and rates. Without `fee` and `freeFrom` those of the terms of trade hold."""

    name: str = text(80)
    pins: Annotated[list[Prefix], Field(min_length=1, max_length=1000)]
    days: Annotated[int, Field(ge=0, le=60)] = 0
    fee: Rupees | None = None
    free_from: Rupees | None = None
    rates: Annotated[list[RateForm], Field(max_length=50, default_factory=list)]

    @property
    def columns(self) -> dict[str, Any]:
        fee, free_from = (None if one is None else paise(one) for one in (self.fee, self.free_from))
        return {"name": self.name, "days": self.days, "fee": fee, "free_from": free_from}
