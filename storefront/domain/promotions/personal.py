"""What coupons hold of a person."""

from typing import Any

from sqlalchemy import select, update

from storefront.core.clock import iso
from storefront.core.db import session
from storefront.domain.accounts import Person
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.promotions.models import CouponRow, CouponUse


@tells("coupons")
def told(who: Person) -> list[dict[str, Any]]:
    """Which were used, and when."""
    mine = select(CouponRow.code, CouponUse.created_at).join(CouponRow, CouponRow.id == CouponUse.coupon_id)
    standing = mine.where(CouponUse.user_id == who.id, CouponUse.released_at.is_(None)).order_by(CouponUse.id)
    return [{"code": row.code, "usedAt": iso(row.created_at)} for row in session().execute(standing)]


@forgets
def forget(who: Person) -> None:
    """The uses stay counted, but nobody's."""
    session().execute(update(CouponUse).where(CouponUse.user_id == who.id).values(user_id=None, email_hash=""))
