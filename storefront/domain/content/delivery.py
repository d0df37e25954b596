"""When a parcel is at somebody's door: by the terms of trade, and by where in India it goes."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

from storefront.core.forms import Form
from storefront.domain.content.trade import Trade

SUNDAY = 6


@dataclass(frozen=True)
class Zone:
    """A part of India, as the post divides it."""

    name: str
    days: int
    """That a parcel takes longer than within the shop's own zone."""


ZONES = {
    "1": Zone("Delhi, Haryana, Punjab, Himachal Pradesh, Jammu, Kashmir, Ladakh", 1),
    "2": Zone("Uttar Pradesh, Uttarakhand", 1),
    "3": Zone("Rajasthan, Gujarat, Daman, Diu, Dadra, Nagar Haveli", 1),
    "4": Zone("Maharashtra, Goa, Madhya Pradesh, Chhattisgarh", 1),
    "5": Zone("Telangana, Andhra Pradesh, Karnataka", 1),
    "6": Zone("Tamil Nadu, Kerala, Puducherry, Lakshadweep", 1),
    "7": Zone("West Bengal, Odisha, the north-east, Andaman and Nicobar", 3),
    "8": Zone("Bihar, Jharkhand", 2),
    "9": Zone("Army post offices", 5),
}
"""By the first digit of the PIN code. Source of the division: India Post, Postal Index Number, https://www.indiapost.gov.in
(1 and 2 north, 3 and 4 west, 5 and 6 south, 7 and 8 east, 9 army). The days are what couriers of insured parcels usually take."""


@dataclass(frozen=True)
class Estimate:
    """From this day to that one, both included."""

    pin: str
    zone: Zone
    first: date
    last: date


def _pin(value: str) -> str:
    digits = re.sub(r"\s", "", value)
    if not re.fullmatch(r"[1-9][0-9]{5}", digits):
        raise ValueError("A PIN code has six digits, such as 411004.")
    return digits


class PinForm(Form):
    """Where a parcel would go."""

    pin: Annotated[str, Field(max_length=20), AfterValidator(_pin)]


def estimate(form: PinForm, terms: Trade, today: date, *, made_to_order: bool) -> Estimate:
    """The days on which a piece that is ordered today would come. Parcels do not travel on Sundays."""
    zone = ZONES[form.pin[0]]
    leaves = today + timedelta(days=terms.made_to_order_days if made_to_order else 0)
    further = 0 if form.pin[0] == _own_zone(terms) else zone.days
    usual = terms.delivery_days + further
    return Estimate(form.pin, zone, _open(leaves + timedelta(days=max(1, usual - 1))), _open(leaves + timedelta(days=usual + 1)))


def _own_zone(terms: Trade) -> str:
    """Of the shop's address, by the PIN code in it; '' if there is none."""
    found = re.search(r"\b([1-9])[0-9]{2} ?[0-9]{3}\b", terms.address)
    return found[1] if found else ""


def _open(day: date) -> date:
    return day + timedelta(days=1) if day.weekday() == SUNDAY else day
