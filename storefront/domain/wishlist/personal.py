"""What the wishlist holds of a person."""

from typing import Any

from sqlalchemy import delete, select

from storefront.core.clock import iso
from storefront.core.db import session
from storefront.domain.accounts import Person
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.wishlist.models import Wish


@tells("wishlist")
def told(who: Person) -> list[dict[str, Any]]:
    """The pieces wished for."""
    mine = select(Wish.product_id, Wish.added_at).where(Wish.user_id == who.id).order_by(Wish.id)
    return [{"product_id": row.product_id, "added_at": iso(row.added_at)} for row in session().execute(mine)]


@forgets
def forget(who: Person) -> None:
    """The wishes go."""
    session().execute(delete(Wish).where(Wish.user_id == who.id))
