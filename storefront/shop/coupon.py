"""The coupon of the bag: put in and taken out again, on the bag's page and in its drawer."""

from flask import Blueprint, Response, request, url_for

from storefront.core.errors import ShopError
from storefront.core.forms import parse
from storefront.domain.cart import services
from storefront.domain.promotions.forms import CodeForm
from storefront.shop import bag
from storefront.web import htmx
from storefront.web.bag import owner
from storefront.web.limits import COUPON, limiter

bp = Blueprint("coupon", __name__)


@bp.post("/bag/coupon")
@limiter.limit(COUPON)
def apply() -> Response:
    """The bag uses this code from now on."""
    try:
        form = parse(CodeForm, request.form.to_dict())
        services.use_coupon(owner(), form)
    except ShopError as refused:
        return bag.refused(refused, coupon_trouble=refused.sentence, typed_code=request.form.get("code", "").strip()[:40])
    return bag.changed(lambda _bag: f"{form.code} is in your bag.")


@bp.post("/bag/coupon/removal")
def drop() -> Response:
    """The bag uses none; whoever was checking out goes on with that."""
    services.drop_coupon(owner())
    if request.form.get("back") == "checkout":
        return htmx.see_other(url_for("shop.checkout.show"))
    return bag.changed(lambda _bag: "Your bag uses no coupon now.")
