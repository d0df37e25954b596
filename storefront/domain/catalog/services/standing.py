"""What the lists, counts and the search index see of a product: read from its row before a change and after it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import select

from storefront.adapters.search.base import Document
from storefront.core.db import session
from storefront.domain.catalog import facets
from storefront.domain.catalog.facets import Value
from storefront.domain.catalog.models import Category, Product, Tag
from storefront.domain.catalog.tree import Room, tree

_p = Product.__table__.c
_c = Category.__table__.c
_t = Tag.__table__.c
ROWS = select(
    *_p,
    _c.name.label("category"),
    _c.slug.label("category_slug"),
    _c.is_active.label("category_is_active"),
    _c.parent_id.label("category_parent"),
).join_from(Product.__table__, Category.__table__, _c.id == _p.category_id)
"""Whole rows of products, with what their category says."""
_TAGS = select(_t.id, _t.name, _t.slug, _t.is_active)
_BATCH = 500


@dataclass(frozen=True)
class Standing:
    """A product as it stands in the shop."""

    id: str
    listed: bool
    category: Room
    above: tuple[Room, ...]
    """What its category stands under, the nearest first: it is found and counted there too."""
    tags: tuple[Room, ...]
    values: tuple[Value, ...]
    picture_keys: frozenset[str]
    price: int
    rating: int
    in_stock: bool
    featured: bool
    document: Document

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The categories in which it is found."""
        return (self.category, *self.above)

    @property
    def scopes(self) -> list[str]:
        """Where it is counted."""
        return ["", *(room.id for room in self.rooms), *(tag.id for tag in self.tags if tag.is_active)]

    @property
    def words(self) -> str:
        """What it is counted by, as it stands in its row."""
        return " ".join(f"{value.facet}:{value.value}" for value in self.counted)

    @property
    def entry(self) -> Document:
        """What the search index has of it."""
        return replace(self.document, labels=self.words)

    @property
    def counted(self) -> list[Value]:
        """What is counted of it."""
        band = facets.band_of(self.price)
        found = [
            *(Value(facets.CATEGORY, room.slug, room.name) for room in self.rooms),
            Value(facets.PRICE, band.value, band.label),
            *(facets.stars(least) for least in facets.STARS if self.rating >= least * 100),
            *(Value(facets.TAG, tag.slug, facets.title_of(tag.name)) for tag in self.tags if tag.is_active),
            *self.values,
        ]
        found += [Value(facets.STOCK, facets.YES, "In stock")] if self.in_stock else []
        found += [Value(facets.FEATURED, facets.YES, "Featured")] if self.featured else []
        return found


def standing_of(row: Any, rooms: tuple[Room, ...], tags: tuple[Room, ...]) -> Standing:
    """From a product's row; `rooms` are its category and what that stands under."""
    values = tuple(facets.values_of(row.variants, row.specifications))
    return Standing(
        id=row.id,
        listed=row.listed,
        category=rooms[0],
        above=rooms[1:],
        tags=tags,
        values=values,
        picture_keys=frozenset(kept["key"] for kept in row.pictures if "key" in kept),
        price=row.price,
        rating=row.rating,
        in_stock=row.in_stock,
        featured=row.featured,
        document=_document(row, rooms, tags, values),
    )


def standings(ids: Iterable[str]) -> dict[str, Standing]:
    """As their rows say now, by id; the missing are left out."""
    found: dict[str, Standing] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _BATCH):
        found.update(_read(wanted[start : start + _BATCH]))
    return found


def _read(ids: list[str]) -> dict[str, Standing]:
    rows = session().execute(ROWS.where(_p.id.in_(ids))).all()
    names = {name for row in rows for name in row.tags}
    tags = {tag.name: Room(*tag) for tag in session().execute(_TAGS.where(_t.name.in_(names)))} if names else {}
    above = _above(rows)
    return {
        row.id: standing_of(row, (_room(row), *above(row.category_id)), tuple(tags[name] for name in row.tags if name in tags))
        for row in rows
    }


def _above(rows: Sequence[Any]) -> Callable[[str], tuple[Room, ...]]:
    # Most shops have no category under another, and then none is asked for.
    return cache(tree().above) if any(row.category_parent for row in rows) else lambda _: ()


def _room(row: Any) -> Room:
    return Room(row.category_id, row.category, row.category_slug, row.category_is_active)


def kinds(rooms: Iterable[Room]) -> str:
    """What is found of a product by its categories."""
    return " ".join(room.name for room in rooms)


def _document(row: Any, rooms: tuple[Room, ...], tags: tuple[Room, ...], values: tuple[Value, ...]) -> Document:
    told = [str(value) for value in row.specifications.values() if value not in (None, "")]
    details = [row.sku or "", *(value.label for value in values if value.facet != facets.SIZE), *told, *row.seo_keywords]
    return Document(
        id=row.id,
        name=row.name,
        category=kinds(rooms),
        tags=" ".join(tag.name for tag in tags),
        details=" ".join(filter(None, details)),
        description=row.description,
    )
