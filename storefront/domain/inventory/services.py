"""Moving stock. Each function is one or a few conditional statements, safe under any number of buyers and when repeated.

Those that change what can be sold return the items of which there are none any more, or some again: the catalog shows only that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, case, insert, or_, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.inventory.errors import NotCounted, NotOut, OutOfStock, StillOwed, TooManyPieces
from storefront.domain.inventory.models import Hold, HoldState, Stock, StockMove

Flipped = set[str]
MOST = 1_000_000
"""Pieces of one item that can be sold; more are a slip of the hand."""

_stock = Stock.__table__.c
_hold = Hold.__table__.c
# Every checkout sends these: built once, they cost a fifth.
_CLAIM = (
    update(Stock.__table__)
    .where(
        _stock.item_id == bindparam("item"),
        or_(_stock.on_hand.is_(None), _stock.backorder, _stock.on_hand - _stock.held >= bindparam("quantity")),
    )
    .values(held=_stock.held + bindparam("quantity"), moved_at=bindparam("moment"))
    .returning(_stock.on_hand, _stock.held)
)
_HOLDS_OF = select(_hold.item_id, _hold.state).where(_hold.order_id == bindparam("order")).with_for_update()
_HOLD = insert(Hold.__table__)
_SOLD = (_hold.order_id == bindparam("order"), _hold.state == HoldState.SOLD)
_STILL_OUT = select(_hold.item_id, _hold.quantity - _hold.returned).where(*_SOLD).with_for_update()
_BACK_THEN = _hold.returned + bindparam("pieces")
_BACK = (
    update(Hold.__table__)
    .where(*_SOLD, _hold.item_id == bindparam("item"), _hold.quantity >= _BACK_THEN)
    .values(
        returned=_BACK_THEN,
        # Their values: an enum within an expression would be written by its name.
        state=case((_hold.quantity == _BACK_THEN, HoldState.RETURNED.value), else_=HoldState.SOLD.value),
    )
    .returning(_hold.id)
)
_COUNTED: Any = (
    update(Stock.__table__)
    .where(_stock.item_id == bindparam("_item"))
    .values(on_hand=bindparam("_count"), moved_at=bindparam("_moment"))
)


@dataclass(frozen=True)
class Correction:
    """What staff say of an item's stock: so many more, so many fewer, or so many altogether."""

    item_id: str
    operation: Literal["set", "add", "subtract"]
    quantity: int
    reason: str
    name: str = ""
    """Of the item, for the sentence of a refusal."""


def open_stock(rows: Iterable[tuple[str, int | None, int, bool]], who: str | None) -> None:
    """Begins to keep stock of new items: (item, on hand, alert, backorder) of each."""
    moment = now()
    rows = list(rows)
    stocks = [
        {"item_id": item, "on_hand": count, "held": 0, "alert": alert, "backorder": backorder, "moved_at": moment}
        for item, count, alert, backorder in rows
    ]
    moves = [_move(item, None, count, "set", "Opening stock", who) for item, count, _, _ in rows if count is not None]
    with transaction() as current:
        if stocks:
            current.execute(insert(Stock), stocks)
        if moves:
            current.execute(insert(StockMove), moves)


def set_terms(item_id: str, *, alert: int | None = None, backorder: bool | None = None) -> None:
    """When staff are told, and whether it sells on at zero. StillOwed if more is promised than there is."""
    changes = {name: value for name, value in (("alert", alert), ("backorder", backorder)) if value is not None}
    if not changes:
        return
    with transaction() as current:
        mine = update(Stock).where(Stock.item_id == item_id)
        if backorder is False:
            mine = mine.where(or_(Stock.on_hand.is_(None), Stock.on_hand >= Stock.held))
        if not current.execute(mine.values(changes).returning(Stock.item_id)).first():
            raise StillOwed


def set_stock(item_id: str, quantity: int | None, reason: str, who: str | None) -> Flipped:
    """So many can be sold from now on, beside those that are held for open orders; None: it is not counted."""
    with transaction() as current:
        before = _locked(item_id)
        on_hand = None if quantity is None else quantity + before.held
        current.execute(update(Stock).where(Stock.item_id == item_id).values(on_hand=on_hand, moved_at=now()))
        if on_hand != before.on_hand:
            _note(item_id, before.on_hand, on_hand, "set", reason, who)
        return _flipped(item_id, before.on_hand, before.held, on_hand, before.held)


def correct(corrections: Sequence[Correction], who: str | None) -> Flipped:
    """Applies these in their order, all or none, a row of history each. The same item may come twice.

    What can be sold is counted, beside what is held for open orders. OutOfStock if more are to go than can be sold, NotCounted,
    TooManyPieces.
    """
    with transaction() as current:
        before = _all_locked(one.item_id for one in corrections)
        after = {item_id: row.on_hand for item_id, row in before.items()}
        moves = []
        for one in corrections:
            had = after[one.item_id]
            has = after[one.item_id] = _corrected(one, had, before[one.item_id].held)
            if has != had:
                moves.append(_move(one.item_id, had, has, one.operation, one.reason, who))
        if moves:
            moved = sorted({move["item_id"] for move in moves})
            current.execute(_COUNTED, [{"_item": one, "_count": after[one], "_moment": now()} for one in moved])
            current.execute(insert(StockMove), moves)
        flips = [_flipped(item_id, row.on_hand, row.held, after[item_id], row.held) for item_id, row in before.items()]
        return set().union(*flips)


def hold(order_id: str, wanted: Mapping[str, int], cart_id: str | None = None, names: Mapping[str, str] | None = None) -> Flipped:
    """Promises these pieces to an order, all or none (OutOfStock). A repeat promises nothing twice."""
    flipped: Flipped = set()
    with transaction() as current:
        holds = {row.item_id: row.state for row in current.execute(_HOLDS_OF, {"order": order_id})}
        # In the order of their ids, so that two orders for the same pieces never wait for each other in a circle.
        for item_id, quantity in sorted(wanted.items()):
            if holds.get(item_id) in (HoldState.HELD, HoldState.SOLD):
                continue
            flipped |= _promise(item_id, quantity, (names or {}).get(item_id, ""))
            if item_id in holds:
                mine = update(Hold).where(Hold.order_id == order_id, Hold.item_id == item_id)
                current.execute(mine.values(state=HoldState.HELD, quantity=quantity, returned=0, cart_id=cart_id))
            else:
                current.execute(_HOLD, _hold_row(order_id, item_id, quantity, cart_id))
    return flipped


def hold_new(order_id: str, wanted: Mapping[str, int], cart_id: str | None, names: Mapping[str, str]) -> Flipped:
    """The same for an order of this very transaction, for which nothing can be held yet."""
    flipped: Flipped = set()
    with transaction() as current:
        for item_id, quantity in sorted(wanted.items()):
            flipped |= _promise(item_id, quantity, names.get(item_id, ""))
        current.execute(_HOLD, [_hold_row(order_id, item_id, quantity, cart_id) for item_id, quantity in wanted.items()])
    return flipped


def release(order_id: str) -> Flipped:
    """Gives back what is held for an order and not sold."""
    flipped: Flipped = set()
    with transaction() as current:
        for item_id, quantity in _turn(order_id, HoldState.HELD, HoldState.RELEASED):
            mine = update(Stock).where(Stock.item_id == item_id)
            freed = mine.values(held=Stock.held - quantity, moved_at=now()).returning(Stock.on_hand, Stock.held)
            on_hand, held = current.execute(freed).one()
            flipped |= _flipped(item_id, on_hand, held + quantity, on_hand, held)
    return flipped


def detach(order_id: str) -> None:
    """The hold stays, but serves the order alone and no bag any more."""
    with transaction() as current:
        current.execute(update(Hold).where(Hold.order_id == order_id).values(cart_id=None))


def sell(order_id: str, number: str) -> None:
    """What is held for an order has left the stock. That nothing flips is the point of a hold: it was promised before."""
    with transaction() as current:
        for item_id, quantity in _turn(order_id, HoldState.HELD, HoldState.SOLD):
            mine = update(Stock).where(Stock.item_id == item_id)
            gone = mine.values(held=Stock.held - quantity, on_hand=Stock.on_hand - quantity, moved_at=now())
            on_hand = current.execute(gone.returning(Stock.on_hand)).scalar_one()
            if on_hand is not None:
                _note(item_id, on_hand + quantity, on_hand, "subtract", f"Sale {number}", None, order_id)


def put_back(order_id: str, number: str, who: str | None, pieces: Mapping[str, int] | None = None) -> Flipped:
    """What was sold to an order is on the shelf again: so many of each item (NotOut beyond what is still out), else all of it,
    once, however often it is called."""
    flipped: Flipped = set()
    with transaction() as current:
        wanted = _still_out(order_id) if pieces is None else pieces
        for item_id, quantity in sorted(wanted.items()):
            if current.execute(_BACK, {"order": order_id, "item": item_id, "pieces": quantity}).first() is None:
                raise NotOut
            mine = update(Stock).where(Stock.item_id == item_id)
            more = mine.values(on_hand=Stock.on_hand + quantity, moved_at=now()).returning(Stock.on_hand, Stock.held)
            on_hand, held = current.execute(more).one()
            if on_hand is not None:
                _note(item_id, on_hand - quantity, on_hand, "add", f"Back from {number}", who, order_id)
                flipped |= _flipped(item_id, on_hand - quantity, held, on_hand, held)
    return flipped


def _still_out(order_id: str) -> dict[str, int]:
    """What was sold to an order and has not come back, by item."""
    return dict(session().execute(_STILL_OUT, {"order": order_id}).all())


def _hold_row(order_id: str, item_id: str, quantity: int, cart_id: str | None) -> dict[str, Any]:
    row = {"id": new_id(), "order_id": order_id, "item_id": item_id, "quantity": quantity, "cart_id": cart_id}
    return {**row, "state": HoldState.HELD, "returned": 0, "created_at": now()}


def _promise(item_id: str, quantity: int, name: str) -> Flipped:
    row = session().execute(_CLAIM, {"item": item_id, "quantity": quantity, "moment": now()}).first()
    if row is None:
        left = select(Stock.on_hand - Stock.held).where(Stock.item_id == item_id)
        raise OutOfStock(item_id, max(0, session().execute(left).scalar() or 0), name)
    return _flipped(item_id, row.on_hand, row.held - quantity, row.on_hand, row.held)


def _turn(order_id: str, was: HoldState, becomes: HoldState) -> list[tuple[str, int]]:
    """Moves the order's holds of one state to another; returns those that this call moved, so that a repeat moves none."""
    mine = update(Hold).where(Hold.order_id == order_id, Hold.state == was).values(state=becomes, cart_id=None)
    rows = session().execute(mine.returning(Hold.item_id, Hold.quantity)).all()
    return sorted((item_id, quantity) for item_id, quantity in rows)


def _locked(item_id: str) -> Any:
    columns = select(Stock.on_hand, Stock.held, Stock.backorder).where(Stock.item_id == item_id)
    return session().execute(columns.with_for_update()).one()


def _all_locked(item_ids: Iterable[str]) -> dict[str, Any]:
    # In the order of their ids, as a checkout takes them.
    columns = select(Stock.item_id, Stock.on_hand, Stock.held).where(Stock.item_id.in_(sorted(set(item_ids))))
    return {row.item_id: row for row in session().execute(columns.order_by(Stock.item_id).with_for_update())}


def _corrected(one: Correction, on_hand: int | None, held: int) -> int:
    """How many are on hand after a correction."""
    if one.operation == "set":
        return one.quantity + held
    if on_hand is None:
        raise NotCounted(one.item_id, one.name)
    if one.operation == "subtract":
        if one.quantity > max(0, on_hand - held):
            raise OutOfStock(one.item_id, max(0, on_hand - held), one.name)
        return on_hand - one.quantity
    if on_hand - held + one.quantity > MOST:
        raise TooManyPieces(one.item_id, MOST, one.name)
    return on_hand + one.quantity


def _flipped(item_id: str, had: int | None, held: int, has: int | None, holds: int) -> Flipped:
    before = None if had is None else had - held > 0
    after = None if has is None else has - holds > 0
    return {item_id} if before != after else set()


def _note(
    item_id: str, before: int | None, after: int | None, operation: str, reason: str, who: str | None, order: str | None = None
) -> None:
    session().execute(insert(StockMove).values(_move(item_id, before, after, operation, reason, who, order)))


def _move(
    item_id: str, before: int | None, after: int | None, operation: str, reason: str, who: str | None, order: str | None = None
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "item_id": item_id,
        "previous_quantity": before,
        "new_quantity": after,
        "operation": operation,
        "reason": reason,
        "user_id": who,
        "order_id": order,
        "created_at": now(),
    }
