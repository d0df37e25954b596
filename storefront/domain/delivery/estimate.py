"""When a parcel is at somebody's door: by the terms of trade, and by where in India it goes."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from storefront.core.forms import Form
from storefront.domain.content import Trade
from storefront.domain.delivery.zones import Charge, Zone

SUNDAY = 6


@dataclass(frozen=True)
class Estimate:
    """From this day to that one, both included, and for what."""

    pin: str
    zone: Zone
    first: date
    last: date
    charge: Charge | None = None
    """None where nobody said what would go there."""


def _pin(value: str) -> str:
    digits = re.sub(r"\s", "", value)
    if not re.fullmatch(r"[1-9][0-9]{5}", digits):
        raise ValueError("A PIN code has six digits, such as 411004.")
    return digits


class PinForm(Form):
    """Where a parcel would go."""

    pin: Annotated[str, Field(max_length=20), AfterValidator(_pin)]


def days(pin: str, zone: Zone, terms: Trade, today: date, *, made_to_order: bool) -> Estimate:
    """The days on which a piece that is ordered today would come. Parcels do not travel on Sundays."""
    leaves = today + timedelta(days=terms.made_to_order_days if made_to_order else 0)
    usual = terms.delivery_days + zone.days
    first, last = leaves + timedelta(days=max(1, usual - 1)), leaves + timedelta(days=usual + 1)
    return Estimate(pin, zone, _open(first), _open(last))


def _open(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == SUNDAY else day
