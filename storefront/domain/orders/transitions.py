"""The moves of an order that need nobody else: locking it, and ending it before it was paid."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import journal
from storefront.domain.orders.errors import NoSuchOrder
from storefront.domain.orders.models import Order, OrderLine
from storefront.domain.orders.states import CancelReason, Event, Status, next

_COLUMNS = (
    Order.id,
    Order.number,
    Order.kind,
    Order.user_id,
    Order.cart_id,
    Order.open_cart_id,
    Order.origin_id,
    Order.status,
    Order.payment_status,
    Order.cancel_reason,
    Order.gateway_order_id,
    Order.gateway_payment_id,
    Order.unchecked,
    Order.total,
    Order.paid_at,
    Order.hold_until,
)

_WHY = {
    CancelReason.EXPIRED: "The order was not paid in time; its pieces are free again.",
    CancelReason.REPLACED: "Another order took the place of this one.",
    CancelReason.PERSON: "The order was cancelled.",
    CancelReason.NO_STOCK: "The pieces were gone.",
}


def locked(order_id: str) -> Any:
    """The order's row as it stands, locked until the transaction ends. NoSuchOrder."""
    row = session().execute(select(*_COLUMNS).where(Order.id == order_id).with_for_update()).first()
    if row is None:
        raise NoSuchOrder
    return row


def lapse(order_id: str, reason: CancelReason, event: Event, actor: str) -> None:
    """Ends an order that is still pending, and frees its pieces; any other is left as it is."""
    with transaction() as current:
        order = locked(order_id)
        if order.status != Status.PENDING:
            return
        changes = {
            "status": next(Status.PENDING, event),
            "cancel_reason": reason,
            "cancelled_at": now(),
            "open_cart_id": None,
            "updated_at": now(),
        }
        current.execute(update(Order).where(Order.id == order_id).values(changes))
        stock_flipped(inventory.release(order_id))
        journal.note(order_id, "cancelled", _WHY[reason], actor)


def lines_of(order_id: str) -> list[Any]:
    """What was ordered: rows of product_id, options and quantity."""
    columns = select(OrderLine.product_id, OrderLine.options, OrderLine.quantity)
    return list(session().execute(columns.where(OrderLine.order_id == order_id).order_by(OrderLine.position)))


def pieces_of(lines: Iterable[Any]) -> dict[str, int]:
    """Pieces by product, however many lines they stand in."""
    pieces: dict[str, int] = {}
    for line in lines:
        pieces[line.product_id] = pieces.get(line.product_id, 0) + line.quantity
    return pieces
