"""Stock and its history, as they come from another shop."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storefront.core.adopting import Adopted, add_missing, known_ids, stamp
from storefront.core.db import transaction
from storefront.domain.inventory.models import Stock, StockMove
from storefront.domain.inventory.services import Flipped, set_stock

_stock: Any = Stock.__table__
_s = _stock.c


def follow(counts: Mapping[str, tuple[int | None, int, datetime]]) -> tuple[Flipped, set[str]]:
    """Stock of items that were brought over before: what can be sold, when staff are told, and when the other shop changed it.

    Stock that has moved here since then stays as it is. Returns the items that flipped, and all whose number is another now.
    """
    flipped: Flipped = set()
    moved: set[str] = set()
    with transaction() as current:
        for item_id, (count, alert, moment) in sorted(counts.items()):
            known = current.execute(select(*_s).where(_s.item_id == item_id).with_for_update()).first()
            if known is None or known.moved_at > moment:
                continue
            left = None if known.on_hand is None else known.on_hand - known.held
            if left != count:
                moved.add(item_id)
                flipped |= set_stock(item_id, count, "Brought over from the former shop", None)
            current.execute(update(_stock).where(_s.item_id == item_id).values(alert=alert, moved_at=moment))
    return flipped, moved


def stamp_moves(moments: Mapping[str, datetime]) -> None:
    """The stock of these items was last changed then, not when it was brought over."""
    stamp(_stock, moments, column="moved_at", key="item_id")


def adopt_history(rows: Sequence[Mapping[str, Any]]) -> Adopted:
    """Former changes of stock, in the past of the item's history; they change no level. One of an unknown item is left out."""
    with transaction():
        items = known_ids(_s.item_id, (row["item_id"] for row in rows))
        adopted = add_missing(StockMove.__table__, [row for row in rows if row["item_id"] in items])
        adopted.left_out = {row["id"]: "Its product is not in the shop." for row in rows if row["item_id"] not in items}
        return adopted
