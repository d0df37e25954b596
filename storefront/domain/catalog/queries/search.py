"""Looking for products by words, and what to suggest to somebody who is still typing."""

from typing import Any

from sqlalchemy import literal, or_, select, union_all

from storefront.core.db import session
from storefront.core.text import fold
from storefront.domain.accounts import Person, Preferences
from storefront.domain.catalog.facets import title_of
from storefront.domain.catalog.listings import Listing, ListingQuery
from storefront.domain.catalog.models import Category, Tag
from storefront.domain.catalog.queries.cards import cards
from storefront.domain.catalog.queries.hits import hits_of
from storefront.domain.catalog.queries.listing import listing
from storefront.domain.catalog.queries.navigation import picture_of
from storefront.domain.catalog.queries.state import state
from storefront.domain.catalog.shapes import Suggestion

PRODUCTS = 5
PLACES = 4

_c = Category.__table__.c
_t = Tag.__table__.c


def search(
    query: ListingQuery, person: Person | None = None, *, with_facets: bool = True, preferences: Preferences | None = None
) -> Listing:
    """The products that have every word of `query.q`, the best first unless another order is asked; `preferences` as `find`."""
    return listing(query, person, with_facets=with_facets, preferences=preferences)


def suggestions(words: str) -> list[Suggestion]:
    """Categories and tags of which a word begins so, then the products that fit best."""
    if not fold(words):
        return []
    hits = hits_of(words, state())
    products = [Suggestion(card.name, "product", 1, card.slug, card.picture) for card in cards(hits.ids[:PRODUCTS])]
    return [*_places(fold(words)), *products]


def _places(beginning: str) -> list[Suggestion]:
    category = _named(_c, literal("category").label("type"), _c.picture, beginning)
    tag = _named(_t, literal("tag").label("type"), literal(None, _c.picture.type).label("picture"), beginning)
    rows = session().execute(union_all(select(category.subquery()), select(tag.subquery()))).all()
    return [Suggestion(title_of(row.name), row.type, row.product_count, row.slug, picture_of(row.picture)) for row in rows]


def _named(columns: Any, kind: Any, picture: Any, beginning: str) -> Any:
    begins = or_(
        columns.folded.startswith(beginning, autoescape=True),
        columns.folded.contains(f" {beginning}", autoescape=True),
    )
    found = select(kind, columns.name, columns.slug, columns.product_count, picture)
    return found.where(begins, columns.is_active).order_by(columns.product_count.desc(), columns.name).limit(PLACES)
