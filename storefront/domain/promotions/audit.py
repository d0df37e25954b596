"""Whether each coupon counts the uses that stand."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from storefront.core.db import session, transaction
from storefront.domain.promotions.models import CouponRow, CouponUse


@dataclass(frozen=True)
class Miscount:
    """A coupon says that it was used so often, and so many uses stand."""

    code: str
    used: int
    stands: int


_STANDING = (
    select(func.count())
    .where(CouponUse.coupon_id == CouponRow.id, CouponUse.released_at.is_(None))
    .correlate(CouponRow)
    .scalar_subquery()
)


def miscounts() -> list[Miscount]:
    """An empty list is the good answer. Reads, and changes nothing."""
    wrong = select(CouponRow.code, CouponRow.used, _STANDING.label("stands")).where(CouponRow.used != _STANDING)
    return [Miscount(*row) for row in session().execute(wrong.order_by(CouponRow.code))]


def recount() -> int:
    """Sets each to the uses that stand; how many were wrong."""
    with transaction() as current:
        wrong = current.execute(select(CouponRow.id).order_by(CouponRow.id).with_for_update()).scalars().all()
        fixed = update(CouponRow).where(CouponRow.id.in_(wrong), CouponRow.used != _STANDING).values(used=_STANDING)
        return len(current.execute(fixed.returning(CouponRow.id), execution_options={"synchronize_session": False}).all())
