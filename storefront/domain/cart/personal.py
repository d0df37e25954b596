"""What the bag holds of a person."""

from typing import Any

from sqlalchemy import delete, select

from storefront.core.clock import iso
from storefront.core.db import session
from storefront.domain.accounts import Person
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.cart.models import Cart, CartLine


@tells("bag")
def told(who: Person) -> list[dict[str, Any]]:
    """The pieces in the bag."""
    columns = (CartLine.product_id, CartLine.options, CartLine.quantity, CartLine.added_at)
    mine = select(*columns).join(Cart, Cart.id == CartLine.cart_id).where(Cart.user_id == who.id).order_by(CartLine.id)
    return [{**row._asdict(), "added_at": iso(row.added_at)} for row in session().execute(mine)]


@forgets
def forget(who: Person) -> None:
    """The bag goes."""
    session().execute(delete(Cart).where(Cart.user_id == who.id))
