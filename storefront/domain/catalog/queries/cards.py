"""Products as cards and as whole rows. What is made of a version of a product never changes, so it is made once and kept."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from storefront.core.db import session
from storefront.core.recent import Recent
from storefront.domain.catalog.facets import detail_of
from storefront.domain.catalog.models import Category, Product
from storefront.domain.catalog.pricing import price_of
from storefront.domain.catalog.shapes import Card
from storefront.domain.media import Picture

_p = Product.__table__.c
_c = Category.__table__.c

CARD = (
    _p.id, _p.slug, _p.name, _p.price, _p.compare_price, _p.in_stock, _p.preorder_available, _p.version, _p.pictures,
    _p.specifications, _p.tags, _p.listed, _p.rating, _p.review_count,
)  # fmt: skip
"""What a card is made of."""

_IDS: Any = bindparam("ids", expanding=True)
_CARDS = select(*CARD).where(_p.id.in_(_IDS))
_BAG = select(*CARD, _p.sku, _p.variants, _p.category_id, _p.deleted_at).where(_p.id.in_(_IDS))
_ANY_REFS = select(_p.id, _p.version).where(_p.id.in_(_IDS))
_REFS = _ANY_REFS.where(_p.listed)
_WHOLE = (
    select(*_p, _c.name.label("category"), _c.slug.label("category_slug"))
    .join_from(Product.__table__, Category.__table__, _c.id == _p.category_id)
    .where(_p.id.in_(_IDS))
)

_kept: Recent[tuple[str, int], Card] = Recent(5_000)


class Ref(NamedTuple):
    """A product as it was at one version: what is kept of it is kept under this."""

    id: str
    version: int


def cards(ids: Sequence[str]) -> list[Card]:
    """The cards of these products in this order; those that shoppers may not see are left out."""
    return cards_of(refs_of(ids))


def refs_of(ids: Sequence[str], *, hidden: bool = False) -> list[Ref]:
    """The present versions of those that shoppers may see, in this order; with `hidden` of all that there are."""
    if not ids:
        return []
    found = {row.id: Ref(*row) for row in session().execute(_ANY_REFS if hidden else _REFS, {"ids": list(ids)}).all()}
    return [found[one] for one in ids if one in found]


def cards_of(refs: Sequence[Ref]) -> list[Card]:
    """The cards of these versions; one statement for those that nobody has asked for lately, none if all are kept."""
    made = {ref: _kept.get(ref) for ref in refs}
    if missing := [ref.id for ref, card in made.items() if card is None]:
        by_id = {row.id: keep(row) for row in session().execute(_CARDS, {"ids": missing}).all()}
        # A product that changed between the two statements comes as it is now.
        made.update({ref: by_id.get(ref.id) for ref, card in made.items() if card is None})
    return [card for ref in refs if (card := made[ref])]


def card_rows(ids: Iterable[str]) -> dict[str, Any]:
    """By id, whatever their state: a card's columns and sku, variants, category_id, listed, deleted_at; one statement.

    For those who must also know of pieces that are no longer sold. `card_of` and `pricing.price_of` take such a row.
    """
    wanted = list(ids)
    return {row.id: row for row in session().execute(_BAG, {"ids": wanted}).all()} if wanted else {}


def product_rows(ids: Sequence[str]) -> dict[str, Any]:
    """Whole rows by id, with `category` and `category_slug`; one statement."""
    return {row.id: row for row in session().execute(_WHOLE, {"ids": list(ids)}).all()} if ids else {}


def keep(row: Any) -> Card:
    card = card_of(row)
    _kept.put(Ref(card.id, card.version), card)
    return card


def card_of(row: Any) -> Card:
    """A card from a row that has its columns."""
    price = price_of(row)
    pictures = [Picture.from_json(one) for one in row.pictures[:2]]
    return Card(
        id=row.id,
        slug=row.slug,
        name=row.name,
        detail=detail_of(row.specifications),
        price=price.amount,
        compare_price=price.compare,
        badge=badge_of(row),
        picture=pictures[0] if pictures else None,
        second=pictures[1] if len(pictures) > 1 else None,
        in_stock=row.in_stock or row.preorder_available,
        version=row.version,
        rating=row.rating,
        review_count=row.review_count,
    )


def badge_of(row: Any) -> str | None:
    """The word on a card's picture."""
    if not row.in_stock and row.preorder_available:
        return "Made to order"
    return "New" if any(tag.casefold() == "new" for tag in row.tags) else None
