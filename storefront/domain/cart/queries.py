"""Reading a bag."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from storefront.core.db import session
from storefront.domain.cart.bag import Bag, Line, Owner
from storefront.domain.cart.models import Cart, CartLine
from storefront.domain.catalog.sale import for_sale
from storefront.domain.inventory.queries import held_for_cart


def bag(owner: Owner) -> Bag:
    """The whole bag at today's prices and stock, the oldest line first; three statements, one for an empty bag."""
    columns = (Cart.id, CartLine.id, CartLine.product_id, CartLine.options, CartLine.quantity, CartLine.added_at)
    joined = select(*columns).outerjoin(CartLine, CartLine.cart_id == Cart.id).where(owned_by(owner))
    return _bag(session().execute(joined.order_by(CartLine.id)).all())


def bag_of_cart(cart_id: str) -> Bag:
    """The same by the cart's id."""
    columns = (Cart.id, CartLine.id, CartLine.product_id, CartLine.options, CartLine.quantity, CartLine.added_at)
    joined = select(*columns).outerjoin(CartLine, CartLine.cart_id == Cart.id).where(Cart.id == cart_id)
    return _bag(session().execute(joined.order_by(CartLine.id)).all())


def count(owner: Owner) -> int:
    """Pieces in the bag."""
    pieces = select(func.coalesce(func.sum(CartLine.quantity), 0)).join(Cart, Cart.id == CartLine.cart_id)
    return int(session().execute(pieces.where(owned_by(owner))).scalar_one())


def owned_by(owner: Owner) -> ColumnElement[bool]:
    """The condition that a cart is this owner's."""
    if owner.user_id:
        return Cart.user_id == owner.user_id
    # Comparing with None would be `is null`, which every account's cart satisfies.
    return (Cart.token_hash == (owner.token_hash or "")) & Cart.merged_into_id.is_(None)


def _bag(rows: Any) -> Bag:
    if not rows:
        return Bag(None)
    filled = [row for row in rows if row[1] is not None]
    products = for_sale({row.product_id for row in filled}, held_for_cart(rows[0][0]) if filled else None)
    lines = (
        Line(row[1], products[row.product_id], row.options, row.quantity, row.added_at)
        for row in filled
        if row.product_id in products
    )
    return Bag(rows[0][0], tuple(lines))
