"""The moves of an order that need nobody else: locking it, moving its states, and ending it before it was paid."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import journal
from storefront.domain.orders.errors import NoSuchOrder
from storefront.domain.orders.models import Order, OrderLine
from storefront.domain.orders.sold import moves_sales, recount
from storefront.domain.orders.states import CancelReason, Event, MoneyEvent, PaymentStatus, Status, next, next_money
from storefront.domain.payments import ledger
from storefront.domain.promotions import uses as coupons

_COLUMNS = (
    Order.id,
    Order.number,
    Order.kind,
    Order.user_id,
    Order.cart_id,
    Order.open_cart_id,
    Order.origin_id,
    Order.coupon,
    Order.email,
    Order.status,
    Order.payment_status,
    Order.cancel_reason,
    Order.gateway_order_id,
    Order.gateway_payment_id,
    Order.unchecked,
    Order.total,
    Order.refunded,
    Order.payment_method,
    Order.paid_at,
    Order.hold_until,
    Order.tracking_number,
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


def advance(
    order: Any,
    kind: str,
    sentence: str,
    actor: str,
    *,
    by: Event | None = None,
    money: MoneyEvent | None = None,
    changes: Mapping[str, Any] = MappingProxyType({}),
    **data: Any,
) -> None:
    """Moves the states of a locked order: its status by the event `by`, its money by the event `money`, and sets `changes`.

    The journal gets `kind`, `sentence`, `actor` and `data`, the ledger each state that moved. NotNow, NotPaid if a state does not
    allow it.
    """
    moved: dict[str, StrEnum] = {}
    if by is not None:
        moved["status"] = next(Status(order.status), by)
    if money is not None:
        moved["payment_status"] = next_money(PaymentStatus(order.payment_status), money)
    mine = update(Order).where(Order.id == order.id)
    session().execute(mine.values(**changes, **moved, updated_at=now()))
    journal.note(order.id, kind, sentence, actor, **data)
    for what, becomes in moved.items():
        if becomes != getattr(order, what):
            ledger.moved(order.id, what, getattr(order, what), becomes, actor, sentence)
    if moves_sales(order, moved):
        recount(order.id)


def lapse(order_id: str, reason: CancelReason, event: Event, actor: str) -> None:
    """Ends an order that is still pending, and frees its pieces; any other is left as it is."""
    with transaction():
        order = locked(order_id)
        if order.status != Status.PENDING:
            return
        ended = {"cancel_reason": reason, "cancelled_at": now(), "open_cart_id": None}
        advance(order, "cancelled", _WHY[reason], actor, by=event, changes=ended)
        give_back_use(order)
        stock_flipped(inventory.release(order_id))


def give_back_use(order: Any) -> None:
    """The coupon of an order that has ended may be used by others, unless another order of the same purchase still uses it."""
    if not order.coupon:
        return
    coupons.lock(order.coupon)
    alive = or_(Order.status != Status.CANCELLED, Order.paid_at.is_not(None))
    others = select(Order.id).where(Order.origin_id == order.origin_id, Order.id != order.id, Order.coupon == order.coupon, alive)
    if session().execute(others).first() is None:
        coupons.give_back(order.coupon, order.origin_id)


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
