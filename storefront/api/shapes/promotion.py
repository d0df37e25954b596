"""Coupons and zones of delivery in JSON, as staff see them. Amounts are in rupees."""

from datetime import datetime
from typing import Any, Literal

from typing_extensions import TypedDict

from storefront.core.clock import iso
from storefront.core.money import rupees
from storefront.domain.delivery.queries import KeptZone


class CouponJson(TypedDict):
    """A coupon. `value` is percent of a percentage, rupees of an amount, 0 where the delivery is free; `used` counts the uses
    that stand."""

    id: str
    code: str
    kind: Literal["percentage", "amount", "delivery"]
    value: int | float
    cap: int | float | None
    minimum: int | float
    validFrom: str | None
    validUntil: str | None
    isActive: bool
    limit: int | None
    limitPerCustomer: int | None
    used: int
    products: list[str]
    categories: list[str]
    note: str
    createdAt: str
    updatedAt: str


class RateJson(TypedDict):
    """The fee for parcels up to a weight, for goods below a value, or both."""

    upToGrams: int | None
    below: int | float | None
    fee: int | float


class ZoneJson(TypedDict):
    """A zone: PIN codes that begin so, but for those that a longer beginning puts elsewhere. Where `fee` or `freeFrom` is null,
    the terms of trade say it; `days` is what a parcel takes longer than usual."""

    id: str
    name: str
    pins: list[str]
    days: int
    fee: int | float | None
    freeFrom: int | float | None
    rates: list[RateJson]
    createdAt: str
    updatedAt: str


def coupon_json(row: Any) -> CouponJson:
    """Of a coupon's row."""
    return {
        "id": row.coupon_id,
        "code": row.code,
        "kind": row.kind,
        "value": rupees(row.value),
        "cap": _rupees(row.cap),
        "minimum": rupees(row.minimum),
        "validFrom": _moment(row.valid_from),
        "validUntil": _moment(row.valid_until),
        "isActive": row.is_active,
        "limit": row.limit_shop,
        "limitPerCustomer": row.limit_customer,
        "used": row.used,
        "products": row.products,
        "categories": row.categories,
        "note": row.note,
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def zone_json(kept: KeptZone) -> ZoneJson:
    """Of a zone that staff have set."""
    zone = kept.zone
    return {
        "id": kept.id,
        "name": zone.name,
        "pins": list(zone.pins),
        "days": zone.days,
        "fee": _rupees(zone.fee),
        "freeFrom": _rupees(zone.free_from),
        "rates": [{"upToGrams": r.up_to_grams, "below": _rupees(r.below), "fee": rupees(r.fee)} for r in zone.rates],
        "createdAt": iso(kept.created_at),
        "updatedAt": iso(kept.updated_at),
    }


def _rupees(paise: int | None) -> int | float | None:
    return None if paise is None else rupees(paise)


def _moment(when: datetime | None) -> str | None:
    return iso(when) if when else None
