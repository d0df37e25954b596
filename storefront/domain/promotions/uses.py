"""Counting the uses of coupons. Whoever counts locks the coupon first, so that its limits hold under any number of buyers.

A use belongs to a purchase, not to one attempt at it: of an order and those that replace it one is paid at most.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, false, func, or_, select, true, update

from storefront.core.clock import now
from storefront.core.db import assert_transaction, session, upsert
from storefront.core.ids import new_id
from storefront.domain.promotions.errors import CouponUsedUp, UsedByYou
from storefront.domain.promotions.models import CouponRow, CouponUse

_c = CouponRow.__table__.c
_u = CouponUse.__table__.c
_STANDS = _u.released_at.is_(None)
_LOCKED = select(_c.id).where(_c.code == bindparam("code")).with_for_update()
_CLAIM = (
    update(CouponRow.__table__)
    .where(_c.code == bindparam("_code"), or_(_c.limit_shop.is_(None), _c.used < _c.limit_shop))
    .values(used=_c.used + 1)
    .returning(_c.id, _c.limit_customer)
)


@dataclass(frozen=True)
class Customer:
    """Who uses it: an account, or a guest, whom we know by the e-mail address."""

    user_id: str | None
    email: str

    @property
    def email_hash(self) -> str:
        """'' where there is no address."""
        return hashlib.sha256(self.email.strip().lower().encode()).hexdigest() if self.email.strip() else ""


def take(code: str, purchase_id: str, cart_id: str | None, who: Customer, *, again: bool) -> None:
    """Counts a use for this purchase, once. Inside a transaction, which a refusal must undo. CouponUsedUp, UsedByYou.

    `again`: this is another attempt at the purchase, which may have its use already.
    """
    assert_transaction()
    if again and _has(code, purchase_id):
        return
    coupon = session().execute(_CLAIM, {"_code": code}).first()
    if coupon is None:
        raise CouponUsedUp(code)
    row = {"id": new_id(), "coupon_id": coupon.id, "purchase_id": purchase_id, "cart_id": cart_id, "user_id": who.user_id}
    row |= {"email_hash": who.email_hash, "created_at": now()}
    if session().execute(_use(row, coupon.limit_customer, who)).first() is None:
        raise UsedByYou(code)


def lock(code: str) -> None:
    """Nobody else counts uses of this coupon until the transaction ends."""
    assert_transaction()
    session().execute(_LOCKED, {"code": code})


def give_back(code: str, purchase_id: str) -> None:
    """The purchase came to nothing: another may use the coupon. Repeating changes nothing. The coupon is locked already."""
    mine = update(CouponUse).where(CouponUse.purchase_id == purchase_id, CouponUse.released_at.is_(None))
    of_code = mine.where(CouponUse.coupon_id == select(_c.id).where(_c.code == code).scalar_subquery())
    given = session().execute(of_code.values(released_at=now(), cart_id=None).returning(CouponUse.coupon_id)).scalar()
    if given is not None:
        session().execute(update(CouponRow).where(CouponRow.id == given).values(used=CouponRow.used - 1))


def settle(purchase_id: str) -> None:
    """The purchase is sold: its use stays, and its bag may buy something else."""
    assert_transaction()
    session().execute(update(CouponUse).where(CouponUse.purchase_id == purchase_id).values(cart_id=None))


def count_of(coupon_id: str, who: Customer) -> Select[int]:
    """How many uses of it stand for this customer."""
    # The coupon in each, or one of the two indexes would be all that is used: the uses of a coupon may be many thousands.
    theirs = [and_(_u.coupon_id == coupon_id, _u.user_id == who.user_id)] if who.user_id else []
    theirs += [and_(_u.coupon_id == coupon_id, _u.email_hash == who.email_hash)] if who.email_hash else []
    return select(func.count()).select_from(CouponUse.__table__).where(_STANDS, or_(false(), *theirs))


def _has(code: str, purchase_id: str) -> bool:
    lock(code)
    use = select(_u.id).join_from(CouponUse.__table__, CouponRow.__table__, _c.id == _u.coupon_id)
    return session().execute(use.where(_c.code == code, _u.purchase_id == purchase_id, _STANDS)).first() is not None


def _use(row: dict[str, Any], limit: int | None, who: Customer) -> Any:
    """The use's row, unless this customer has so many already; one that was given back stands again."""
    columns = [bindparam(name, value, type_=_u[name].type) for name, value in row.items()]
    room = true() if limit is None else count_of(row["coupon_id"], who).scalar_subquery() < limit
    made = upsert(CouponUse).from_select(list(row), select(*columns).where(room))
    again = {"released_at": None, "cart_id": row["cart_id"], "user_id": row["user_id"], "email_hash": row["email_hash"]}
    return made.on_conflict_do_update(index_elements=["coupon_id", "purchase_id"], set_=again).returning(_u.id)
