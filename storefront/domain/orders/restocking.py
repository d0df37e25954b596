"""Pieces of an order that are back and go on the shelf again, each once."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update

from storefront.core.db import transaction
from storefront.domain.accounts import Person
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.inventory import services as inventory
from storefront.domain.orders.errors import NotOfThisOrder, TooManyBack
from storefront.domain.orders.models import OrderLine
from storefront.domain.orders.sold import recount

_l = OrderLine.__table__.c
_LINES = select(_l.id, _l.product_id, _l.name, (_l.quantity - _l.returned).label("out")).where(_l.order_id == bindparam("order"))
_BACK: Any = update(OrderLine.__table__).where(_l.id == bindparam("_line")).values(returned=_l.returned + bindparam("_pieces"))


def restock(order: Any, pieces: Mapping[str, int] | None, who: Person | None) -> None:
    """So many pieces of each line (by its id) of a locked order go on the shelf again; without a word of pieces, all that were
    sold and are not there yet.

    NotOfThisOrder; TooManyBack beyond what was bought and has not come back; NotOut where the stock never knew of it.
    """
    with transaction() as current:
        lines = {line.id: line for line in current.execute(_LINES, {"order": order.id})}
        back = {line.id: line.out for line in lines.values()} if pieces is None else pieces
        _check(back, lines)
        wanted = None if pieces is None else _by_product(back, lines)
        stock_flipped(inventory.put_back(order.id, order.number, who.id if who else None, wanted))
        changed = [{"_line": line_id, "_pieces": quantity} for line_id, quantity in back.items() if quantity]
        if changed:
            current.execute(_BACK, changed)
            recount(order.id)


def _check(back: Mapping[str, int], lines: Mapping[str, Any]) -> None:
    for line_id, quantity in back.items():
        if line_id not in lines:
            raise NotOfThisOrder(line_id)
        if quantity > lines[line_id].out:
            raise TooManyBack(lines[line_id].name, lines[line_id].out)


def _by_product(back: Mapping[str, int], lines: Mapping[str, Any]) -> dict[str, int]:
    pieces: Counter[str] = Counter()
    for line_id, quantity in back.items():
        pieces[lines[line_id].product_id] += quantity
    return dict(pieces)
