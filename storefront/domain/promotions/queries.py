"""Reading coupons."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from storefront.core.db import session
from storefront.domain.promotions.coupon import Coupon, Kind
from storefront.domain.promotions.errors import NoSuchCoupon
from storefront.domain.promotions.models import CouponRow, CouponUse
from storefront.domain.promotions.uses import Customer, count_of

_c = CouponRow.__table__.c
_u = CouponUse.__table__.c
COLUMNS = (
    _c.id.label("coupon_id"), _c.code, _c.kind, _c.value, _c.cap, _c.minimum, _c.valid_from, _c.valid_until, _c.is_active,
    _c.limit_shop, _c.limit_customer, _c.used, _c.products, _c.categories,
)  # fmt: skip
"""What `coupon_of` reads of a row, whatever else stands in it."""
_ALL = (_c.created_at, _c.updated_at, _c.note)


def coupon_of(row: Any, *, is_own: bool = False) -> Coupon:
    """From a row with COLUMNS."""
    return Coupon(
        id=row.coupon_id,
        code=row.code,
        kind=Kind(row.kind),
        value=row.value,
        cap=row.cap,
        minimum=row.minimum,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        is_active=row.is_active,
        limit=row.limit_shop,
        customer_limit=row.limit_customer,
        used=row.used,
        products=tuple(row.products),
        categories=tuple(row.categories),
        is_own=is_own,
    )


def is_taken_by(cart_id: Any) -> Any:
    """Part of a statement that has the coupon's row: whether an open order of this bag has a use of it."""
    mine = select(_u.id).where(_u.coupon_id == _c.id, _u.cart_id == cart_id, _u.released_at.is_(None))
    return mine.correlate_except(CouponUse.__table__).exists()


def has_used_up(coupon: Coupon, who: Customer) -> bool:
    """Whether this customer has used it as often as each may; one statement where there is a limit."""
    if coupon.customer_limit is None or coupon.is_own:
        return False
    used: int = session().execute(count_of(coupon.id, who)).scalar_one()
    return used >= coupon.customer_limit


def coupon(coupon_id: str) -> Any:
    """One for staff: its columns. NoSuchCoupon."""
    row = session().execute(select(*COLUMNS, *_ALL).where(_c.id == coupon_id)).first()
    if row is None:
        raise NoSuchCoupon
    return row


def coupons(page: int = 1, limit: int = 1000) -> tuple[Sequence[Any], int]:
    """All of them, the newest first, and how many there are; two statements."""
    total = session().execute(select(func.count()).select_from(CouponRow.__table__)).scalar_one()
    chosen = select(*COLUMNS, *_ALL).order_by(_c.id.desc()).limit(limit).offset((page - 1) * limit)
    return session().execute(chosen).all(), total
