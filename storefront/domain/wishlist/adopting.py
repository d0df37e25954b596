"""Wishlists that come from another shop with their accounts."""

from collections.abc import Mapping, Sequence

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.ids import new_id
from storefront.domain.wishlist.models import Wish


def adopt_wishes(wishes: Mapping[str, Sequence[str]]) -> None:
    """These accounts wish for these products, which must be there; what they wish for already stays where it is."""
    moment = now()
    rows = [
        {"id": new_id(), "user_id": user_id, "product_id": product_id, "added_at": moment}
        for user_id, product_ids in wishes.items()
        for product_id in product_ids
    ]
    if rows:
        with transaction():
            session().execute(upsert(Wish.__table__).on_conflict_do_nothing(), rows)
