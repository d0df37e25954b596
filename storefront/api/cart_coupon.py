"""The coupon of the signed-in user's cart, and what the cart costs."""

from flask import Blueprint

from storefront.api.endpoint import USER, endpoint
from storefront.api.shapes.amounts import CartCouponJson, cart_coupon_json
from storefront.domain.accounts import Person
from storefront.domain.cart import Owner, services
from storefront.domain.cart.queries import bag
from storefront.domain.content.services import trade
from storefront.domain.orders.from_bag import price
from storefront.domain.orders.queries import default_addresses
from storefront.domain.promotions.forms import CodeForm
from storefront.web.limits import COUPON, limiter
from storefront.web.sign_in import require_person

bp = Blueprint("cart_coupon", __name__)


@bp.get("/cart/coupon")
@endpoint(rights=USER, message="Cart total retrieved successfully", result=CartCouponJson)
def show() -> CartCouponJson:
    """What the cart costs with its coupon, delivered to one's default address."""
    return _told(require_person())


@bp.post("/cart/coupon")
@limiter.limit(COUPON)
@endpoint(rights=USER, body=CodeForm, message="Coupon applied successfully", result=CartCouponJson)
def apply(body: CodeForm) -> CartCouponJson:
    """Uses this coupon, in the place of another. One that does not hold is refused with a sentence under `code`."""
    who = require_person()
    services.use_coupon(Owner(user_id=who.id), body)
    return _told(who)


@bp.delete("/cart/coupon")
@endpoint(rights=USER, message="Coupon removed successfully", result=CartCouponJson)
def remove() -> CartCouponJson:
    """Uses none."""
    who = require_person()
    services.drop_coupon(Owner(user_id=who.id))
    return _told(who)


def _told(who: Person) -> CartCouponJson:
    mine = bag(Owner(user_id=who.id))
    return cart_coupon_json(mine, price(mine, trade(), default_addresses(who).get("shipping")))
