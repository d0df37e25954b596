"""The SQL of lists. A statement is built once for each shape of question and then only given its values.

Three ways lead to the first page of a list, and each is flat in cost where it is taken:

- *walk* along the index of the order, trying each product against the conditions: right where many match;
- *gather* the few that match the rarest condition, then sort them: right where few match;
- *follow* the index of one condition, which is in the order of ids, for the newest first.

Which one, `ways.py` says, from the counts that the catalog keeps. The planners of SQLite and PostgreSQL do not know those counts,
so the statements are written so that no other way is left: a condition that shall not lead is an EXISTS, one that shall is an IN.
"""

import json
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    String,
    and_,
    any_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy import column as sql_column
from sqlalchemy.dialects.postgresql import ARRAY

from storefront.domain.catalog.listings import COUNTED, Sort
from storefront.domain.catalog.models import Product, ProductCounter, ProductFacet, ProductTag

products = Product.__table__
_p = products.c
_n = ProductCounter.__table__.c


class Shape(NamedTuple):
    """What kinds of conditions a question has; their values come when it is asked."""

    postgres: bool
    listed: bool = True
    """False: whatever is not in the bin, for admins."""
    category: bool = False
    rooms: bool = False
    """Whether others stand under that category, so that there are several ids."""
    tags: int = 0
    """How many."""
    facets: tuple[str, ...] = ()
    """Of which kinds values are given."""
    low: bool = False
    high: bool = False
    rated: bool = False
    in_stock: bool = False
    featured: bool = False
    among: bool = False
    """Only these ids: what a search has found."""
    lead: str = ""
    """The condition by which to gather or follow ('tag0', 'metal', 'category', 'price', 'rating', 'featured'); '' to walk."""


_DOWN = True
_ORDERS: dict[Sort, tuple[tuple[Any, bool], ...]] = {
    Sort.NEWEST: ((_p.id, _DOWN),),
    Sort.PRICE_ASC: ((_p.price, False), (_p.id, False)),
    Sort.PRICE_DESC: ((_p.price, _DOWN), (_p.id, _DOWN)),
    Sort.RATING: ((_p.rating, _DOWN), (_p.id, _DOWN)),
    Sort.NAME: ((_p.name, False), (_p.id, False)),
    Sort.POPULAR: ((_n.sales, _DOWN), (_n.product_id, _DOWN)),
    Sort.FEATURED: ((_p.featured, _DOWN), (_p.sort_order, False), (_p.id, _DOWN)),
}


@lru_cache(1000)
def page(shape: Shape, sort: Sort, after: bool, follow: bool) -> Select[Any]:
    """id, version and what the order goes by before the id; binds `size`, `skip`, with `after` also key0, key1 …"""
    source, order = _source(shape, sort, follow)
    keys = [key for key, _ in order]
    statement = select(_p.id, _p.version, *keys[:-1]).select_from(source).where(*conditions(shape, sort, follow))
    if after:
        statement = statement.where(_beyond(order))
    ordered = statement.order_by(*(key.desc() if down else key for key, down in order))
    return ordered.limit(bindparam("size")).offset(bindparam("skip"))


@lru_cache(1000)
def count(shape: Shape) -> Select[Any]:
    """How many match, counted no further than one beyond COUNTED."""
    found = select(literal(1)).select_from(products).where(*conditions(shape)).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(found)


@lru_cache(1000)
def words(shape: Shape) -> Select[Any]:
    """The facet words of at most `size` products that match, in no order."""
    return select(_p.facet_words).where(*conditions(shape)).limit(bindparam("size"))


@lru_cache(1000)
def candidates(shape: Shape) -> Select[Any]:
    """id and version of all that match among the ids of a search."""
    return select(_p.id, _p.version).where(*conditions(shape))


def conditions(shape: Shape, sort: Sort | None = None, follow: bool = False) -> list[Any]:
    """What must hold. `lead` becomes an IN, or the table that is followed; every other condition only tries."""
    found = [_seen(shape, sort)]
    if shape.among:
        found.append(among(shape.postgres, _p.id))
    if shape.category:
        found.append(_led(shape, "category", _in_category(shape, sort)))
    followed = shape.lead if follow else ""
    found += [_has(shape, name, _tagged(name)) for at in range(shape.tags) if (name := f"tag{at}") != followed]
    found += [_has(shape, facet, _valued(facet)) for facet in shape.facets if facet != followed]
    if shape.low or shape.high:
        found.append(_priced(shape, sort))
    if shape.rated:
        found.append(_rated(shape, sort))
    if shape.in_stock:
        found.append(_p.in_stock == true())
    if shape.featured:
        found.append(_led(shape, "featured", _p.featured == true()))
    return found


def _seen(shape: Shape, sort: Sort | None) -> Any:
    if not shape.listed:
        return _p.deleted_at.is_(None)
    if _leaves_index(shape, sort):
        # No index can serve an inequality, so that none of those which begin with `listed` is taken for the way in.
        return _p.listed != false()
    return _p.listed == true()


def _has(shape: Shape, name: str, condition: tuple[Any, Any]) -> Any:
    columns, holds = condition
    if shape.lead == name:
        return _p.id.in_(select(columns.product_id).where(holds))
    return exists(1).where(holds, columns.product_id == _p.id).correlate(products)


def _tagged(name: str) -> tuple[Any, Any]:
    columns = ProductTag.__table__.alias(name).c
    return columns, columns.tag_id == bindparam(name)


def _valued(facet: str) -> tuple[Any, Any]:
    columns = ProductFacet.__table__.alias(facet).c
    return columns, and_(columns.facet == facet, columns.value.in_(bindparam(f"{facet}_values", expanding=True)))


def _in_category(shape: Shape, sort: Sort | None) -> Any:
    if shape.rooms:
        return _p.category_id.concat("").in_(_ROOMS)  # their indexes together are in no order
    if _leaves_index(shape, sort):
        return _p.category_id.concat("") == bindparam("category")  # an expression, so that its index is not the way in
    return _p.category_id == bindparam("category")


def _leaves_index(shape: Shape, sort: Sort | None) -> bool:
    return bool(shape.lead) or shape.among or sort is Sort.POPULAR


def _led(shape: Shape, name: str, condition: Any) -> Any:
    if shape.lead != name:
        return condition
    return _p.id.in_(select(_inner.id).where(_on_inner(shape, name), _inner.listed == true()))


_inner = products.alias("lead").c
_ROOMS: Any = bindparam("rooms", expanding=True)


def _on_inner(shape: Shape, name: str) -> Any:
    if name == "featured":
        return _inner.featured == true()
    return _inner.category_id.in_(_ROOMS) if shape.rooms else _inner.category_id == bindparam("category")


def _priced(shape: Shape, sort: Sort | None) -> Any:
    leads = shape.lead == "price"
    column: Any = _inner.price if leads else _p.price
    if not leads and sort not in (Sort.PRICE_ASC, Sort.PRICE_DESC):
        column = column + 0  # the index of prices is not the way in here
    bounds = [column >= bindparam("low")] if shape.low else []
    bounds += [column <= bindparam("high")] if shape.high else []
    return _p.id.in_(select(_inner.id).where(_inner.listed == true(), *bounds)) if leads else and_(*bounds)


def _rated(shape: Shape, sort: Sort | None) -> Any:
    if shape.lead == "rating":
        return _p.id.in_(select(_inner.id).where(_inner.listed == true(), _inner.rating >= bindparam("rating")))
    column: Any = _p.rating if sort is Sort.RATING else _p.rating + 0  # as with prices
    return column >= bindparam("rating")


def _source(shape: Shape, sort: Sort, follow: bool) -> tuple[Any, tuple[tuple[Any, bool], ...]]:
    """What to read from, and in which order."""
    if follow:
        columns, holds = _tagged(shape.lead) if shape.lead.startswith("tag") else _valued(shape.lead)
        joined = columns.product_id.table.join(products, and_(columns.product_id == _p.id, holds))
        return joined, ((columns.product_id, _DOWN),)
    if sort is Sort.POPULAR:
        return ProductCounter.__table__.join(products, _n.product_id == _p.id), _ORDERS[sort]
    return products, _ORDERS[sort]


def _beyond(order: tuple[tuple[Any, bool], ...]) -> Any:
    """What comes after a row with the values key0, key1 …"""
    keys = [key for key, _ in order]
    given = [bindparam(f"key{at}", type_=key.type) for at, key in enumerate(keys)]
    ways = {down for _, down in order}
    if len(ways) == 1:
        # As one comparison of rows, which both databases serve from an index.
        left, right = (tuple_(*keys), tuple_(*given)) if len(keys) > 1 else (keys[0], given[0])
        return left < right if _DOWN in ways else left > right
    return _further(order, given)


def _further(order: tuple[tuple[Any, bool], ...], given: list[Any]) -> Any:
    (key, down), value = order[0], given[0]
    further = key < value if down else key > value
    return or_(further, and_(key == value, _further(order[1:], given[1:]))) if order[1:] else further


def among(postgres: bool, column: Any) -> Any:
    """One parameter for any number of ids: an array, or for SQLite a list in JSON (see `ids_for`)."""
    if postgres:
        return column == any_(bindparam("ids", type_=ARRAY(String)))
    each = func.json_each(bindparam("ids", type_=String)).table_valued("value")
    return column.in_(select(sql_column("value")).select_from(each))


def ids_for(postgres: bool, ids: list[str]) -> Any:
    """The ids as the statements take them."""
    return ids if postgres else json.dumps(ids)
