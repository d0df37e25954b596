"""What visitors did in another shop."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from storefront.core.adopting import Adopted, add_missing, known_ids
from storefront.core.clock import in_india, now
from storefront.core.db import transaction
from storefront.domain.accounts.models import User
from storefront.domain.analytics.days import SETTLING, close_day, close_days
from storefront.domain.analytics.models import Event
from storefront.domain.analytics.queries import closed_through
from storefront.domain.catalog.models import Product


def adopt_events(rows: Sequence[Mapping[str, Any]]) -> Adopted:
    """Adds these events. One of an unknown piece is left out; one of an unknown person is nobody's.

    Events of closed days count once `close_again` was called for these.
    """
    # Not durable: the import can be run again.
    with transaction(durable=False):
        products = known_ids(Product.id, (row["product_id"] for row in rows if row["product_id"]))
        people = known_ids(User.id, (row["user_id"] for row in rows if row["user_id"]))
        kept = [row for row in rows if row["product_id"] is None or row["product_id"] in products]
        mine = [{**row, "user_id": row["user_id"] if row["user_id"] in people else None} for row in kept]
        adopted = add_missing(Event.__table__, mine)
        adopted.left_out = {
            row["id"]: "Its product is not in the shop."
            for row in rows
            if row["product_id"] is not None and row["product_id"] not in products
        }
        return adopted


def close_again(days: Collection[date]) -> None:
    """Makes the numbers of these days anew as far as they have ended, and of all others that have and are open."""
    before = closed_through()
    close_days()
    for day in sorted(days):
        if before is not None and day <= before and day < in_india(now() - SETTLING).date():
            close_day(day)
