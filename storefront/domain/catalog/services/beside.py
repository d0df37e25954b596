"""What goes with each product: bought together with it, else of its category and near it in price."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select

from storefront.core.db import end_read, session, transaction
from storefront.domain.catalog.models import Product, ProductBeside
from storefront.domain.catalog.services.settling import move_version

MOST = 8
"""Beside one product."""
_BATCH = 200
"""Products written in one transaction: shoppers wait for none of it."""

_p = Product.__table__.c
_b = ProductBeside.__table__.c
_LISTED = select(_p.id, _p.category_id, _p.price).where(_p.listed).order_by(_p.category_id, _p.price, _p.id)
_KEPT = select(_b.product_id, _b.other_id).order_by(_b.product_id, _b.place)


def put_beside(bought_together: Mapping[str, Sequence[str]]) -> int:
    """Makes the table anew from what was bought with each product, the most often first; how many products have another row.

    The catalog's version moves once if anything changed, so that kept pages are made anew.
    """
    listed = session().execute(_LISTED).all()
    kept: dict[str, list[str]] = {}
    for product_id, other_id in session().execute(_KEPT):
        kept.setdefault(product_id, []).append(other_id)
    end_read()
    wanted = dict(_beside(listed, bought_together))
    changed = [one for one in {**kept, **wanted} if kept.get(one, []) != wanted.get(one, [])]
    for start in range(0, len(changed), _BATCH):
        _write({one: wanted.get(one, []) for one in changed[start : start + _BATCH]})
    if changed:
        with transaction():
            move_version()
    return len(changed)


def near(place: int, prices: Sequence[int], most: int) -> list[int]:
    """The places of the `most` prices nearest to the one at `place`, the nearest first; `prices` are in order.

    >>> near(2, [100, 190, 200, 230, 900], 3)
    [1, 3, 0]
    """
    window = range(max(0, place - most), min(len(prices), place + most + 1))
    others = (other for other in window if other != place)
    return sorted(others, key=lambda other: (abs(prices[other] - prices[place]), other))[:most]


def _beside(listed: Sequence[Any], bought_together: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, list[str]]]:
    known = {row.id for row in listed}
    rooms: dict[str, list[Any]] = {}
    for row in listed:
        rooms.setdefault(row.category_id, []).append(row)
    for room in rooms.values():
        prices = [row.price for row in room]
        for place, row in enumerate(room):
            together = [other for other in bought_together.get(row.id, ()) if other in known and other != row.id]
            alike = [room[other].id for other in near(place, prices, MOST)]
            yield row.id, list(islice(dict.fromkeys([*together, *alike]), MOST))


def _write(rows: Mapping[str, Sequence[str]]) -> None:
    with transaction() as current:
        there = set(current.scalars(select(_p.id).where(_p.id.in_({*rows, *(other for row in rows.values() for other in row)}))))
        current.execute(delete(ProductBeside).where(_b.product_id.in_(list(rows))))
        new = [
            {"product_id": product_id, "place": place, "other_id": other}
            for product_id, others in rows.items()
            for place, other in enumerate(others)
            # What was binned for good since the round began is left out.
            if product_id in there and other in there
        ]
        if new:
            current.execute(insert(ProductBeside.__table__), new)
