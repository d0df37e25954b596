"""What staff do with coupons."""

from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.errors import Invalid
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.catalog.models import Category, Product
from storefront.domain.promotions.errors import CodeTaken, CouponInUse, NoSuchCoupon
from storefront.domain.promotions.forms import CouponForm
from storefront.domain.promotions.models import CouponRow, CouponUse


def add_coupon(form: CouponForm, who: Person | None) -> str:
    """A new coupon; its id. CodeTaken; Invalid where it names a piece or a category that is not there."""
    with transaction():
        _check(form)
        coupon_id, moment = new_id(), now()
        made = {**form.columns, "id": coupon_id, "used": 0, "created_at": moment, "updated_at": moment}
        _write(insert(CouponRow).values(**made))
        return coupon_id


def change_coupon(coupon_id: str, form: CouponForm, who: Person | None) -> None:
    """It is as the form says from now on, for bags that have it too; placed orders keep what they cost. NoSuchCoupon, CodeTaken,
    CouponInUse where it would get another code after it was used: orders name it by that."""
    with transaction():
        _check(form)
        code = session().execute(select(CouponRow.code).where(CouponRow.id == coupon_id).with_for_update()).scalar()
        if code is None:
            raise NoSuchCoupon
        if code != form.code and _is_used(coupon_id):
            raise CouponInUse
        _write(update(CouponRow).where(CouponRow.id == coupon_id).values(**form.columns, updated_at=now()))


def put_coupon(form: CouponForm, who: Person | None) -> str:
    """Adds it, or changes the one of that code; its id."""
    with transaction():
        known = session().execute(select(CouponRow.id).where(CouponRow.code == form.code)).scalar()
        if known is None:
            return add_coupon(form, who)
        change_coupon(known, form, who)
        return str(known)


def remove_coupon(coupon_id: str, who: Person | None) -> None:
    """Away with one that nobody has used. NoSuchCoupon, CouponInUse."""
    with transaction() as current:
        locked = select(CouponRow.id).where(CouponRow.id == coupon_id).with_for_update()
        if current.execute(locked).first() is None:
            raise NoSuchCoupon
        if _is_used(coupon_id):
            raise CouponInUse
        current.execute(delete(CouponRow).where(CouponRow.id == coupon_id))


def _check(form: CouponForm) -> None:
    for name, table in (("products", Product), ("categories", Category)):
        wanted = set(getattr(form, name))
        there = set(session().execute(select(table.id).where(table.id.in_(wanted))).scalars()) if wanted else set()
        if missing := sorted(wanted - there):
            raise Invalid({name: f"There is no {missing[0]}."})


def _is_used(coupon_id: str) -> bool:
    return session().execute(select(CouponUse.id).where(CouponUse.coupon_id == coupon_id).limit(1)).first() is not None


def _write(statement: Any) -> None:
    try:
        with session().begin_nested():
            session().execute(statement)
    except IntegrityError:
        raise CodeTaken from None
