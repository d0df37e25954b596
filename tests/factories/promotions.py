"""Coupons and zones of delivery for tests, made by the services."""

from typing import Any

from storefront.core.forms import parse
from storefront.domain.cart import Owner
from storefront.domain.cart.services import use_coupon
from storefront.domain.delivery import services as delivery
from storefront.domain.delivery.forms import ZoneForm
from storefront.domain.promotions import Coupon, queries, services
from storefront.domain.promotions.forms import CodeForm, CouponForm


def a_coupon(code: str = "SHAGUN10", **said: Any) -> str:
    """A coupon of ten percent, unless said otherwise; its id. Fields as in JSON."""
    usual = {"kind": "percentage", "value": 10} if "kind" not in said else {}
    return services.add_coupon(parse(CouponForm, {"code": code, **usual, **said}), None)


def the_coupon(code: str = "SHAGUN10") -> Coupon:
    """The coupon of this code, as bags see it."""
    found, _ = queries.coupons()
    return next(queries.coupon_of(row) for row in found if row.code == code)


def with_coupon(owner: Owner, code: str = "SHAGUN10") -> Owner:
    """This bag, which uses the coupon."""
    use_coupon(owner, parse(CodeForm, {"code": code}))
    return owner


def a_zone(*pins: str, **said: Any) -> str:
    """A zone of these beginnings of PIN codes; its id. Fields as in JSON."""
    return delivery.add_zone(parse(ZoneForm, {"name": "Far away", "pins": list(pins), **said}), None)
