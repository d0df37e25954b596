"""Wishlists of guests that nobody comes back for: their cookie ends with them."""

from sqlalchemy import delete, func, select

from storefront.core.clock import now
from storefront.core.db import transaction
from storefront.core.timetable import every
from storefront.domain.cart.forgetting import KEPT
from storefront.domain.wishlist.models import Wish


@every("forget_old_wishes", seconds=24 * 60 * 60)
def forget_old_wishes() -> None:
    """Deletes the wishlists of guests to which nothing was added for KEPT."""
    lists = select(Wish.token_hash).where(Wish.user_id.is_(None)).group_by(Wish.token_hash)
    with transaction() as current:
        current.execute(delete(Wish).where(Wish.token_hash.in_(lists.having(func.max(Wish.added_at) < now() - KEPT))))
