"""Reading a bag."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from storefront.core.db import session
from storefront.domain.cart.bag import Bag, Line, Owner
from storefront.domain.cart.models import Cart, CartCoupon, CartLine
from storefront.domain.catalog.sale import for_sale
from storefront.domain.promotions import queries as promotions
from storefront.domain.promotions.models import CouponRow

_cart = Cart.__table__.c
_line = CartLine.__table__.c
_used = CartCoupon.__table__.c
_OWNED = {
    "user": _cart.user_id == bindparam("owner"),
    "guest": (_cart.token_hash == bindparam("owner")) & _cart.merged_into_id.is_(None),
}
_LINES = (
    select(
        *(_cart.id, _line.id, _line.product_id, _line.options, _line.quantity, _line.added_at, _line.price),
        _used.code.label("used_code"),
        promotions.is_taken_by(_cart.id).label("is_own"),
        *promotions.COLUMNS,
    )
    .outerjoin_from(Cart.__table__, CartLine.__table__, _line.cart_id == _cart.id)
    .outerjoin(CartCoupon.__table__, _used.cart_id == _cart.id)
    .outerjoin(CouponRow.__table__, CouponRow.code == _used.code)
    .order_by(_line.id)
)
_PIECES = select(func.coalesce(func.sum(_line.quantity), 0)).join_from(
    CartLine.__table__, Cart.__table__, _cart.id == _line.cart_id
)
# Built once: what every request of a shopper asks would cost more to build than to run.
_BAGS = {whose: _LINES.where(owned) for whose, owned in _OWNED.items()}
_COUNTS = {whose: _PIECES.where(owned) for whose, owned in _OWNED.items()}
_LOCKED = {whose: select(_cart.id).where(owned).with_for_update() for whose, owned in _OWNED.items()}
_CONTENTS = (
    select(_cart.user_id, _line.product_id, _line.options, _line.quantity, _line.added_at)
    .join_from(CartLine.__table__, Cart.__table__, _cart.id == _line.cart_id)
    .where(_cart.user_id.in_(bindparam("owners", expanding=True)))
    .order_by(_line.id)
)
_BAG_OF_CART = _LINES.where(_cart.id == bindparam("cart"))


def bag(owner: Owner) -> Bag:
    """The whole bag at today's prices and stock, the oldest line first; two statements, one for an empty bag."""
    return _bag(_asked(_BAGS, owner).all())


def bag_of_cart(cart_id: str) -> Bag:
    """The same by the cart's id."""
    return _bag(session().execute(_BAG_OF_CART, {"cart": cart_id}).all())


def contents_of(user_ids: Sequence[str]) -> dict[str, list[Any]]:
    """What lies in the bags of these accounts, without what it costs; one statement.

    By account: rows of product_id, options, quantity and added_at.
    """
    found: dict[str, list[Any]] = {}
    for row in session().execute(_CONTENTS, {"owners": list(user_ids)}):
        found.setdefault(row.user_id, []).append(row)
    return found


def count(owner: Owner) -> int:
    """Pieces in the bag."""
    return int(_asked(_COUNTS, owner).scalar_one())


def locked(owner: Owner) -> str | None:
    """The id of this owner's cart, if there is one, which is theirs alone until the transaction ends."""
    found: str | None = _asked(_LOCKED, owner).scalar()
    return found


def _asked(statements: Mapping[str, Any], owner: Owner) -> Any:
    if owner.user_id:
        return session().execute(statements["user"], {"owner": owner.user_id})
    # Comparing with None would be `is null`, which every account's cart satisfies.
    return session().execute(statements["guest"], {"owner": owner.token_hash or ""})


def _bag(rows: Any) -> Bag:
    if not rows:
        return Bag(None)
    filled = [row for row in rows if row[1] is not None]
    products = for_sale({row.product_id for row in filled}, rows[0][0])
    pieces: Counter[str] = Counter()
    for row in filled:
        pieces[row.product_id] += row.quantity
    lines = (
        Line(
            id=row[1],
            product=products[row.product_id],
            options=row.options,
            quantity=row.quantity,
            added_at=row.added_at,
            price_before=row.price,
            others=pieces[row.product_id] - row.quantity,
        )
        for row in filled
        if row.product_id in products
    )
    first = rows[0]
    coupon = promotions.coupon_of(first, is_own=first.is_own) if first.coupon_id else None
    return Bag(first[0], tuple(lines), first.used_code, coupon)
