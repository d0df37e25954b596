"""How many products there are, for staff: what the catalog keeps count of, and what it does not list beside it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, false, func, select

from storefront.core.db import session
from storefront.domain.catalog.facets import FEATURED, STOCK, YES
from storefront.domain.catalog.models import Category, Product
from storefront.domain.catalog.queries.numbers import kept_numbers
from storefront.domain.catalog.queries.state import state
from storefront.domain.catalog.tree import Tree, tree_of

_p = Product.__table__.c
_c = Category.__table__.c


@dataclass(frozen=True)
class Stats:
    """Of all products but those in the bin; the hidden ones count."""

    products: int
    in_stock: int
    out_of_stock: int
    featured: int
    categories: dict[str, int]
    """By name, in the order of the menu, the empty ones among them; what stands under a category counts in both."""


_ROOMS = select(_c.id, _c.name, _c.slug, _c.is_active, _c.parent_id, _c.product_count).order_by(_c.sort_order, _c.name)
# Only those that nobody sees are counted here, and they are few: the catalog has counted the others already.
_UNLISTED = (
    select(
        _p.category_id,
        func.count().label("products"),
        func.sum(case((_p.in_stock, 1), else_=0)).label("in_stock"),
        func.sum(case((_p.featured, 1), else_=0)).label("featured"),
    )
    .where(_p.listed == false(), _p.deleted_at.is_(None))
    .group_by(_p.category_id)
)


def stats() -> Stats:
    """Four statements, none of which reads the listed products."""
    hidden: list[Any] = list(session().execute(_UNLISTED))
    kept = kept_numbers([("", STOCK, YES), ("", FEATURED, YES)])
    products = state().products + sum(row.products for row in hidden)
    in_stock = kept.get(("", STOCK, YES), 0) + sum(int(row.in_stock) for row in hidden)
    rooms = session().execute(_ROOMS).all()
    by_room = _with_those_above({row.category_id: row.products for row in hidden}, tree_of(rooms))
    return Stats(
        products=products,
        in_stock=in_stock,
        out_of_stock=products - in_stock,
        featured=kept.get(("", FEATURED, YES), 0) + sum(int(row.featured) for row in hidden),
        categories={row.name: row.product_count + by_room[row.id] for row in rooms},
    )


def _with_those_above(counted: dict[str, int], rooms: Tree) -> Counter[str]:
    found = Counter(counted)
    for category_id, products in counted.items():
        found.update({room.id: products for room in rooms.above(category_id)})
    return found
