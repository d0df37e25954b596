"""Reading zones. They are kept under the terms of trade, which move with each change of one."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from storefront import adapters
from storefront.core.db import session
from storefront.domain.content import Trade
from storefront.domain.delivery.errors import NoSuchZone
from storefront.domain.delivery.estimate import Estimate, PinForm, days
from storefront.domain.delivery.models import DeliveryPin, DeliveryRate, DeliveryZone
from storefront.domain.delivery.zones import INDIA, Rate, Zone, charge, zone_of

_SECONDS = 600
_z = DeliveryZone.__table__.c
_p = DeliveryPin.__table__.c
_r = DeliveryRate.__table__.c
_ZONES = select(*DeliveryZone.__table__.columns).order_by(_z.id)
_PINS = select(_p.zone_id, _p.prefix).order_by(_p.prefix)
_RATES = select(_r.zone_id, _r.up_to_grams, _r.below, _r.fee).order_by(_r.id)


@dataclass(frozen=True)
class KeptZone:
    """A zone that staff have set."""

    id: str
    zone: Zone
    created_at: datetime
    updated_at: datetime


def zone_for(pin: str, terms: Trade) -> Zone | None:
    """Where in India that is; None for what is no Indian PIN code. No statement as long as staff have set no zones."""
    return zone_of(pin, _set_by_staff(terms), terms)


def estimate(form: PinForm, terms: Trade, today: date, *, made_to_order: bool, goods: tuple[int, int] | None = None) -> Estimate:
    """The days on which a parcel that is ordered today would come, and with `goods` (paise, grams) what it would cost."""
    # A PinForm's first digit is in every division of India.
    zone = zone_for(form.pin, terms) or INDIA[0]
    found = days(form.pin, zone, terms, today, made_to_order=made_to_order)
    return replace(found, charge=charge(zone, terms, *goods)) if goods else found


def zones() -> list[KeptZone]:
    """Those that staff have set, the oldest first; three statements."""
    pins, rates = _by_zone(_PINS), _by_zone(_RATES)
    return [
        KeptZone(row.id, _zone(row, pins.get(row.id, []), rates.get(row.id, [])), row.created_at, row.updated_at)
        for row in session().execute(_ZONES)
    ]


def zone(zone_id: str) -> KeptZone:
    """One of them. NoSuchZone."""
    found = next((one for one in zones() if one.id == zone_id), None)
    if found is None:
        raise NoSuchZone
    return found


def _set_by_staff(terms: Trade) -> tuple[Zone, ...]:
    if not terms.zones:
        return ()
    key = f"zones:{terms.zones}"
    kept: tuple[Zone, ...] | None = _from_plain(adapters.cache().get(key))
    if kept is None:
        kept = tuple(one.zone for one in zones())
        adapters.cache().set(key, _plain(kept), _SECONDS)
    return kept


def _by_zone(statement: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in session().execute(statement):
        found.setdefault(row.zone_id, []).append(row)
    return found


def _zone(row: Any, pins: list[Any], rates: list[Any]) -> Zone:
    bands = tuple(Rate(one.up_to_grams, one.below, one.fee) for one in rates)
    return Zone(row.name, row.days, tuple(one.prefix for one in pins), row.fee, row.free_from, bands)


def _plain(zones: tuple[Zone, ...]) -> list[list[Any]]:
    """As the cache can keep it."""
    return [
        [one.name, one.days, list(one.pins), one.fee, one.free_from, [[r.up_to_grams, r.below, r.fee] for r in one.rates]]
        for one in zones
    ]


def _from_plain(kept: list[list[Any]] | None) -> tuple[Zone, ...] | None:
    if kept is None:
        return None
    return tuple(
        Zone(name, days, tuple(pins), fee, free_from, tuple(Rate(*rate) for rate in rates))
        for name, days, pins, fee, free_from, rates in kept
    )
