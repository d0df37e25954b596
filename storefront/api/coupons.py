"""Coupons, for admins."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged
from storefront.api.shapes.promotion import CouponJson, coupon_json
from storefront.domain.promotions import queries, services
from storefront.domain.promotions.forms import CouponForm
from storefront.web.sign_in import require_admin

bp = Blueprint("coupons", __name__)


@bp.get("/admin/coupons")
@endpoint(rights=ADMIN, query=PageForm, message="Coupons retrieved successfully", result=list[CouponJson])
def index(query: PageForm) -> Answer:
    """All coupons, the newest first."""
    rows, total = queries.coupons(query.number, query.size)
    return paged([coupon_json(row) for row in rows], total, query)


@bp.post("/admin/coupons")
@endpoint(rights=ADMIN, body=CouponForm, message="Coupon created successfully", errors=(409,), result=CouponJson)
def create(body: CouponForm) -> CouponJson:
    """A new coupon. No two have the same code, in whatever case. Times without a zone are India's."""
    return coupon_json(queries.coupon(services.add_coupon(body, require_admin())))


@bp.get("/admin/coupons/<id>")
@endpoint(rights=ADMIN, message="Coupon retrieved successfully", errors=(404,), result=CouponJson)
def show(id: str) -> CouponJson:
    """One coupon, with how often it was used."""
    return coupon_json(queries.coupon(id))


@bp.put("/admin/coupons/<id>")
@endpoint(rights=ADMIN, body=CouponForm, message="Coupon updated successfully", errors=(404, 409), result=CouponJson)
def update(id: str, body: CouponForm) -> CouponJson:
    """All its terms. Bags that have it follow; placed orders keep what they cost. Once it was used its code stays."""
    services.change_coupon(id, body, require_admin())
    return coupon_json(queries.coupon(id))


@bp.delete("/admin/coupons/<id>")
@endpoint(rights=ADMIN, message="Coupon deleted successfully", errors=(404, 409), result=None)
def remove(id: str) -> None:
    """Away with one that was never used; others are made inactive."""
    services.remove_coupon(id, require_admin())
