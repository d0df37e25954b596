"""The whole shop from end to end, for those who read all of it: search engines and price lists. Plain rows, by their ids."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from storefront.core.db import end_read, session
from storefront.domain.catalog.facets import detail_of
from storefront.domain.catalog.models import Category, Product, Tag
from storefront.domain.catalog.pricing import price_of
from storefront.domain.catalog.queries.state import kept, state
from storefront.domain.media import Picture

PART = 10_000
"""Products in a part of the sitemap: a fifth of what search engines take, so that a part is made in a moment."""
BATCH = 1_000

_p = Product.__table__.c
_c = Category.__table__.c
_t = Tag.__table__.c


def beginnings(size: int) -> Select[Any]:
    """The first id of each part of so many products."""
    numbered = select(_p.id, func.row_number().over(order_by=_p.id).label("number")).where(_p.listed).subquery().c
    return select(numbered.id).where((numbered.number - 1) % size == 0).order_by(numbered.id)


_BEGINNINGS = beginnings(PART)
_ENTRIES = select(_p.slug, _p.updated_at, _p.pictures).where(_p.listed, _p.id >= bindparam("first")).order_by(_p.id).limit(PART)
_CATEGORIES = select(_c.slug, _c.updated_at).where(_c.is_active, _c.product_count > 0).order_by(_c.sort_order, _c.name)
_TAGS = select(_t.slug, _t.updated_at).where(_t.is_active, _t.product_count > 0).order_by(_t.sort_order, _t.name)
_OFFERS = (
    select(
        _p.id, _p.slug, _p.name, _p.sku, _p.description, _p.price, _p.compare_price, _p.in_stock, _p.preorder_available,
        _p.pictures, _p.specifications, _c.name.label("category"),
    )
    .join_from(Product.__table__, Category.__table__, _c.id == _p.category_id)
    .where(_p.listed, _p.id > bindparam("after"))
    .order_by(_p.id)
    .limit(BATCH)
)  # fmt: skip


class Entry(NamedTuple):
    """A page of a sitemap."""

    slug: str
    changed: datetime
    pictures: tuple[str, ...] = ()
    """Where its pictures are, as `Picture.src`."""


class Offer(NamedTuple):
    """A product as price lists tell of it. Amounts are paise."""

    id: str
    slug: str
    name: str
    sku: str | None
    description: str
    category: str
    metal: str
    """'18 kt yellow gold'; may be empty."""
    price: int
    compare_price: int | None
    in_stock: bool
    """Some are there, or it is made to order."""
    made_to_order: bool
    pictures: tuple[str, ...]


def parts(version: int | None = None) -> list[str]:
    """The id with which each part of the products' sitemap begins; none in an empty shop."""
    return kept(version or state().version, "sitemap", list[str], lambda: list(session().scalars(_BEGINNINGS)))


def entries(first: str) -> list[Entry]:
    """The listed products from this id on, as many as a part holds."""
    return [Entry(row.slug, row.updated_at, _sources(row)) for row in session().execute(_ENTRIES, {"first": first})]


def category_entries() -> list[Entry]:
    """The categories that hold a product."""
    return [Entry(*row) for row in session().execute(_CATEGORIES)]


def tag_entries() -> list[Entry]:
    """The tags that a product carries."""
    return [Entry(*row) for row in session().execute(_TAGS)]


def offers() -> Iterator[list[Offer]]:
    """All listed products, in batches: the whole of a large shop is never in memory at once."""
    after = ""
    while rows := session().execute(_OFFERS, {"after": after}).all():
        # Whoever reads slowly must not hold a connection meanwhile.
        end_read()
        after = rows[-1].id
        yield [_offer(row) for row in rows]


def _offer(row: Any) -> Offer:
    price = price_of(row)
    return Offer(
        id=row.id,
        slug=row.slug,
        name=row.name,
        sku=row.sku,
        description=row.description,
        category=row.category,
        metal=detail_of(row.specifications),
        price=price.amount,
        compare_price=price.compare,
        in_stock=row.in_stock or row.preorder_available,
        made_to_order=not row.in_stock and row.preorder_available,
        pictures=_sources(row),
    )


def _sources(row: Any) -> tuple[str, ...]:
    return tuple(Picture.from_json(one).src for one in row.pictures)
