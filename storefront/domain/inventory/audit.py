"""Whether what there is of each item follows from its history, and what is held from the holds."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from storefront.core.db import session
from storefront.domain.inventory.models import Hold, HoldState, Stock, StockMove


@dataclass(frozen=True)
class Drift:
    """An item of which the stock says one thing, and its history or its holds another. Pieces; None is not counted."""

    item_id: str
    on_hand: int | None
    on_hand_by_history: int
    held: int
    held_by_holds: int


def drifts() -> list[Drift]:
    """Every item that does not add up, by its id; one statement. An empty list is the good answer."""
    moved = func.coalesce(StockMove.new_quantity, 0) - func.coalesce(StockMove.previous_quantity, 0)
    by_history = select(func.sum(moved)).where(StockMove.item_id == Stock.item_id).correlate(Stock).scalar_subquery()
    holds = select(func.sum(Hold.quantity)).where(Hold.item_id == Stock.item_id, Hold.state == HoldState.HELD)
    by_holds = holds.correlate(Stock).scalar_subquery()
    history, held = func.coalesce(by_history, 0), func.coalesce(by_holds, 0)
    wrong = or_(func.coalesce(Stock.on_hand, 0) != history, Stock.held != held)
    columns = select(Stock.item_id, Stock.on_hand, history, Stock.held, held)
    rows = session().execute(columns.where(wrong).order_by(Stock.item_id))
    return [Drift(row[0], row[1], int(row[2]), row[3], int(row[4])) for row in rows]
