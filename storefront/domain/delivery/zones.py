"""Zones of delivery and what they cost. Nothing here asks the database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from storefront.domain.content import Trade


@dataclass(frozen=True)
class Rate:
    """The fee for parcels up to a weight, for goods below a value, or both."""

    up_to_grams: int | None
    below: int | None
    """Paise."""
    fee: int
    """Paise."""


@dataclass(frozen=True)
class Zone:
    """A part of India: PIN codes that begin alike."""

    name: str
    days: int
    """That a parcel takes longer than usual."""
    pins: tuple[str, ...] = ()
    fee: int | None = None
    """Paise, where no rate fits; None: as the terms of trade say."""
    free_from: int | None = None
    """Paise of goods; None: as the terms of trade say."""
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True)
class Charge:
    """What a delivery costs, paise, and why."""

    amount: int
    source: str


INDIA = (
    Zone("Delhi, Haryana, Punjab, Himachal Pradesh, Jammu, Kashmir, Ladakh", 1, ("1",)),
    Zone("Uttar Pradesh, Uttarakhand", 1, ("2",)),
    Zone("Rajasthan, Gujarat, Daman, Diu, Dadra, Nagar Haveli", 1, ("3",)),
    Zone("Maharashtra, Goa, Madhya Pradesh, Chhattisgarh", 1, ("4",)),
    Zone("Telangana, Andhra Pradesh, Karnataka", 1, ("5",)),
    Zone("Tamil Nadu, Kerala, Puducherry, Lakshadweep", 1, ("6",)),
    Zone("West Bengal, Odisha, the north-east, Andaman and Nicobar", 3, ("7",)),
    Zone("Bihar, Jharkhand", 2, ("8",)),
    Zone("Army post offices", 5, ("9",)),
)
"""For a shop that has set no zones, and for PIN codes that are in none: one fee for all, by the terms of trade. Source of the
division: India Post, Postal Index Number, https://www.indiapost.gov.in (1 and 2 north, 3 and 4 west, 5 and 6 south, 7 and 8 east,
9 army). The days are what couriers of insured parcels usually take."""


def zone_of(pin: str, zones: Iterable[Zone], terms: Trade) -> Zone | None:
    """The zone that names most of the PIN code's digits; None for what is no Indian PIN code. The shop's own part of India is
    never further than usual, unless a zone of staff's says so."""
    set_by_staff = _nearest(pin, zones)
    if set_by_staff is not None:
        return set_by_staff
    found = _nearest(pin, INDIA)
    return Zone(found.name, 0, found.pins) if found and found.pins == (_own_digit(terms),) else found


def charge(zone: Zone | None, terms: Trade, value: int, grams: int) -> Charge:
    """For so many paise of goods, and grams: free from the threshold on, else by the narrowest rate that fits, else the fee."""
    free_from = terms.free_delivery_from if zone is None or zone.free_from is None else zone.free_from
    if value >= free_from:
        return Charge(0, "free delivery threshold")
    if zone is None:
        return Charge(terms.delivery_fee, "delivery fee")
    fitting = [rate for rate in zone.rates if _fits(rate, value, grams)]
    if fitting:
        rate = min(fitting, key=_breadth)
        return Charge(rate.fee, f"{zone.name}{_said(rate)}")
    if zone.fee is None:
        return Charge(terms.delivery_fee, "delivery fee")
    return Charge(zone.fee, zone.name)


def whole_grams(milligrams: int) -> int:
    """Begun ones count."""
    return -(-milligrams // 1000)


def _nearest(pin: str, zones: Iterable[Zone]) -> Zone | None:
    begun = [(len(prefix), zone) for zone in zones for prefix in zone.pins if pin.startswith(prefix)]
    return max(begun, key=lambda one: one[0])[1] if begun else None


def _fits(rate: Rate, value: int, grams: int) -> bool:
    return (rate.up_to_grams is None or grams <= rate.up_to_grams) and (rate.below is None or value < rate.below)


def _breadth(rate: Rate) -> tuple[float, float]:
    return (
        float("inf") if rate.up_to_grams is None else rate.up_to_grams,
        float("inf") if rate.below is None else rate.below,
    )


def _said(rate: Rate) -> str:
    weight = "" if rate.up_to_grams is None else f", up to {rate.up_to_grams} g"
    return weight + ("" if rate.below is None else f", below ₹{rate.below // 100}")


def _own_digit(terms: Trade) -> str:
    """The first of the PIN code in the shop's address; '' if there is none."""
    found = re.search(r"\b([1-9])[0-9]{2} ?[0-9]{3}\b", terms.address)
    return found[1] if found else ""
