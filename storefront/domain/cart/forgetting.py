"""Bags of guests that nobody comes back for: their cookie ends with them."""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.timetable import every
from storefront.domain.cart.models import Cart, CartLine

KEPT = timedelta(days=90)
"""From the last piece that was put in; a guest's wishlist is kept as long. The privacy page says so."""
_SOME = 500
"""Bags that go in one transaction: others write meanwhile."""


@every("forget_old_bags", seconds=24 * 60 * 60)
def forget_old_bags() -> int:
    """Deletes the bags of guests that are older than KEPT, with what was typed in their checkout; returns how many."""
    forgotten = 0
    while old := _old():
        with transaction() as current:
            current.execute(delete(Cart).where(Cart.id.in_(old)))
        forgotten += len(old)
    return forgotten


def _old() -> list[str]:
    past = now() - KEPT
    touched = exists().where(CartLine.cart_id == Cart.id, CartLine.added_at >= past)
    mine = select(Cart.id).where(Cart.user_id.is_(None), Cart.created_at < past, ~touched).limit(_SOME)
    return list(session().scalars(mine))
