"""What is bought together: counted by the worker over the orders of a year, for the pages of the pieces."""

from collections import Counter
from datetime import timedelta
from itertools import permutations

from sqlalchemy import select

from storefront.core.clock import now
from storefront.core.db import session
from storefront.core.timetable import every
from storefront.domain.catalog.services.beside import MOST, put_beside
from storefront.domain.orders.models import Order, OrderLine

_DAYS = 365
_LARGEST = 12
"""Pieces of an order that say something of each other: who buys more than that is stocking a shop."""

_o = Order.__table__.c
_l = OrderLine.__table__.c


@every("what goes together", seconds=3600)
def find_what_goes_together() -> None:
    """A round of the worker."""
    put_beside(bought_together())


def bought_together() -> dict[str, list[str]]:
    """By product, what was most often in the same paid order, the most often first. One statement."""
    paid = select(_l.order_id, _l.product_id).join_from(OrderLine.__table__, Order.__table__, _o.id == _l.order_id)
    rows = session().execute(paid.where(_o.paid_at > now() - timedelta(days=_DAYS)).order_by(_l.order_id))
    orders: dict[str, set[str]] = {}
    for order_id, product_id in rows:
        orders.setdefault(order_id, set()).add(product_id)
    counts: dict[str, Counter[str]] = {}
    for pieces in orders.values():
        for one, other in permutations(pieces, 2) if len(pieces) <= _LARGEST else ():
            counts.setdefault(one, Counter())[other] += 1
    return {one: [other for other, _ in sorted(found.items(), key=_often)[:MOST]] for one, found in counts.items()}


def _often(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
