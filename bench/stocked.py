"""What a filled shop has to ask for: its rooms, its pieces, and bags of guests that were filled beforehand."""

import random
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select

from storefront.core.db import session, transaction
from storefront.core.forms import parse
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import MergeForm
from storefront.domain.catalog.choices import choices_of
from storefront.domain.catalog.models import Category, Product
from storefront.domain.inventory.models import Stock

PLENTY = 25
"""Pieces of a product that is put into bags: it must not sell out while the bench runs."""
BATCH = 200


@dataclass(frozen=True)
class Piece:
    """A product of which there are plenty, with a choice made of everything that one chooses of it."""

    id: str
    slug: str
    options: dict[str, str]


@dataclass(frozen=True)
class Stocked:
    rooms: list[tuple[str, str, int]]
    """Id, slug and number of products of each category."""
    slugs: list[str]
    """Of products, in no order."""
    pieces: list[Piece]


def stocked(wanted: int) -> Stocked:
    """So many slugs and pieces, the same for the same catalogue."""
    dice = random.Random(wanted)
    rooms = session().execute(select(Category.id, Category.slug, Category.product_count).order_by(Category.slug)).all()
    slugs = list(session().scalars(select(Product.slug).where(Product.listed).order_by(Product.slug)))
    plenty = select(Product.id, Product.slug, Product.variants).join(Stock, Stock.item_id == Product.id)
    rows = session().execute(plenty.where(Product.listed, Stock.on_hand >= PLENTY).order_by(Product.slug)).all()
    chosen = dice.sample(rows, min(wanted, len(rows)))
    pieces = [Piece(row.id, row.slug, {one.name: one.values[0] for one in choices_of(row.variants)}) for row in chosen]
    return Stocked([(row.id, row.slug, row.product_count) for row in rooms], dice.sample(slugs, min(wanted, len(slugs))), pieces)


def fill_bags(pieces: list[Piece], count: int, name: str, each: int = 2) -> list[str]:
    """So many guests, with `each` so many of the pieces in a bag; the tokens that their browsers carry."""
    tokens = [f"{name}-of-the-bench-{number:06d}" for number in range(count)]
    for start in range(0, count, BATCH):
        with transaction():
            for number, token in enumerate(tokens[start : start + BATCH], start):
                _fill_bag(token, [pieces[(each * number + at) % len(pieces)] for at in range(each)])
    return tokens


def _fill_bag(token: str, pieces: list[Piece]) -> None:
    items = [{"productId": piece.id, "quantity": 1, "options": piece.options} for piece in pieces]
    cart.merge(Owner(token_hash=sha256(token.encode()).hexdigest()), parse(MergeForm, {"items": items}))
