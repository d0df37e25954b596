"""Bags that come from another shop with their accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.ids import new_id
from storefront.domain.cart.models import Cart, CartLine
from storefront.domain.cart.services import options_key


@dataclass(frozen=True)
class Piece:
    """A line of a bag: 1 to 99 of a product."""

    product_id: str
    quantity: int
    options: dict[str, Any]
    added_at: datetime


def adopt_bags(bags: Mapping[str, Sequence[Piece]]) -> None:
    """Puts these pieces into the bags of these accounts; a piece that lies there already with the same options stays as it is.

    The products must be there.
    """
    with transaction():
        carts = _carts([user_id for user_id, pieces in bags.items() if pieces])
        rows = [_row(carts[user_id], piece) for user_id, pieces in bags.items() for piece in pieces]
        if rows:
            session().execute(upsert(CartLine.__table__).on_conflict_do_nothing(), rows)


def _carts(user_ids: Sequence[str]) -> dict[str, str]:
    """The accounts' carts, made where they are missing."""
    if not user_ids:
        return {}
    moment = now()
    rows = [{"id": new_id(), "user_id": one, "created_at": moment, "updated_at": moment} for one in user_ids]
    session().execute(upsert(Cart.__table__).on_conflict_do_nothing(), rows)
    there = session().execute(select(Cart.user_id, Cart.id).where(Cart.user_id.in_(user_ids)))
    return {row.user_id: row.id for row in there}


def _row(cart_id: str, piece: Piece) -> dict[str, Any]:
    row = {"id": new_id(), "cart_id": cart_id, "product_id": piece.product_id, "quantity": piece.quantity}
    return {**row, "options": piece.options, "options_key": options_key(piece.options), "added_at": piece.added_at}
