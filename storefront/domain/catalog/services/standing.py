"""What the lists, counts and the search index see of a product: read from its row before a change and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storefront.adapters.search.base import Document
from storefront.core.db import session
from storefront.domain.catalog import facets
from storefront.domain.catalog.facets import Value
from storefront.domain.catalog.models import Category, Product, Tag

_p = Product.__table__.c
_c = Category.__table__.c
_t = Tag.__table__.c
ROWS = select(*_p, _c.name.label("category"), _c.slug.label("category_slug"), _c.is_active.label("category_is_active")).join_from(
    Product.__table__, Category.__table__, _c.id == _p.category_id
)
"""Whole rows of products, with what their category says."""
_TAGS = select(_t.id, _t.name, _t.slug, _t.is_active)
_BATCH = 500


@dataclass(frozen=True)
class Room:
    """A category or tag."""

    id: str
    name: str
    slug: str
    is_active: bool


@dataclass(frozen=True)
class Standing:
    """A product as it stands in the shop."""

    id: str
    listed: bool
    category: Room
    tags: tuple[Room, ...]
    values: tuple[Value, ...]
    picture_keys: frozenset[str]
    price: int
    in_stock: bool
    featured: bool
    document: Document

    @property
    def scopes(self) -> list[str]:
        """Where it is counted."""
        return ["", self.category.id, *(tag.id for tag in self.tags if tag.is_active)]

    @property
    def words(self) -> str:
        """What it is counted by, as it stands in its row."""
        return " ".join(f"{value.facet}:{value.value}" for value in self.counted)

    @property
    def counted(self) -> list[Value]:
        """What is counted of it."""
        band = facets.band_of(self.price)
        found = [
            Value(facets.CATEGORY, self.category.slug, self.category.name),
            Value(facets.PRICE, band.value, band.label),
            *(Value(facets.TAG, tag.slug, facets.title_of(tag.name)) for tag in self.tags if tag.is_active),
            *self.values,
        ]
        found += [Value(facets.STOCK, facets.YES, "In stock")] if self.in_stock else []
        found += [Value(facets.FEATURED, facets.YES, "Featured")] if self.featured else []
        return found


def standing_of(row: Any, category: Room, tags: tuple[Room, ...]) -> Standing:
    """From a product's row or entity."""
    values = tuple(facets.values_of(row.variants, row.specifications))
    return Standing(
        id=row.id,
        listed=row.listed,
        category=category,
        tags=tags,
        values=values,
        picture_keys=frozenset(kept["key"] for kept in row.pictures if "key" in kept),
        price=row.price,
        in_stock=row.in_stock,
        featured=row.featured,
        document=_document(row, category, tags, values),
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
    return {row.id: standing_of(row, _room(row), tuple(tags[name] for name in row.tags if name in tags)) for row in rows}


def _room(row: Any) -> Room:
    return Room(row.category_id, row.category, row.category_slug, row.category_is_active)


def _document(row: Any, category: Room, tags: tuple[Room, ...], values: tuple[Value, ...]) -> Document:
    told = [str(value) for value in row.specifications.values() if value not in (None, "")]
    details = [row.sku or "", *(value.label for value in values if value.facet != facets.SIZE), *told, *row.seo_keywords]
    return Document(
        id=row.id,
        name=row.name,
        category=category.name,
        tags=" ".join(tag.name for tag in tags),
        details=" ".join(filter(None, details)),
        description=row.description,
    )
