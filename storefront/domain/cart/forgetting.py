"""Bags of guests that nobody comes back for: their cookie ends with them."""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from storefront.core.clock import now
from storefront.core.db import transaction
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
    while some := _forget_some():
        forgotten += some
    return forgotten


def _forget_some() -> int:
    past = now() - KEPT
    touched = exists().where(CartLine.cart_id == Cart.id, CartLine.added_at >= past)
    old = select(Cart.id).where(Cart.user_id.is_(None), Cart.created_at < past, ~touched).limit(_SOME)
    with transaction() as current:
        # Whoever puts something in holds the bag's row; what came in before we had it is seen by the second look.
        mine = list(current.scalars(old.with_for_update(skip_locked=True)))
        return len(current.scalars(delete(Cart).where(Cart.id.in_(mine), ~touched).returning(Cart.id)).all())
