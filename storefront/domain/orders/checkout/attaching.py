"""The gateway is told of an order, and asked about one that another is to replace."""

from sqlalchemy import bindparam, update

from storefront.adapters.payments.base import GatewayPayment, GatewayUnavailable
from storefront.core.clock import now
from storefront.core.db import transaction
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import journal
from storefront.domain.orders.checkout.standing import Placed, Standing, snapshot
from storefront.domain.orders.errors import AlreadyPaid
from storefront.domain.orders.models import Order
from storefront.domain.orders.settlement import accept, taken
from storefront.domain.orders.states import CancelReason, Event
from storefront.domain.orders.transitions import lapse, locked
from storefront.domain.payments import services as payments

_o = Order.__table__.c
_ATTACH = (
    update(Order.__table__)
    .where(_o.id == bindparam("order"), _o.gateway_order_id.is_(None))
    .values(gateway_order_id=bindparam("made"), gateway=bindparam("by"), updated_at=bindparam("moment"))
    .returning(_o.gateway_order_id)
)


def attach(order: Standing) -> Placed:
    """Makes sure that the gateway knows the order, and keeps its id there. GatewayUnavailable, GatewayRefused, PaymentsClosed."""
    known = order.gateway_order_id
    if known is None:
        gateway = payments.gateway()
        made = None if order.is_new else gateway.find_order(order.number)
        made = made or gateway.create_order(order.total, "INR", order.number, {"order": order.number})
        # Lost in a power cut, the gateway's id is found again by our number.
        with transaction(durable=False) as current:
            told = {"order": order.id, "made": made.id, "by": gateway.name, "moment": now()}
            # Two at once may both have asked: what was kept first holds.
            known = current.execute(_ATTACH, told).scalar() or snapshot(order.id).gateway_order_id
    return Placed(order.id, order.number, order.total, str(known), order.email)


def clear_the_way(order_id: str) -> None:
    """Ends the bag's open order before another takes its place, after asking the gateway whether it is paid."""
    row = snapshot(order_id)
    try:
        told = payments.gateway().payments_of(row.gateway_order_id) if row.gateway_order_id else []
    except GatewayUnavailable:
        _leave_open(order_id, "The bag was changed; the payment service could not be asked.")
        return
    _settle_if_paid(row, told)
    if told:
        _leave_open(order_id, "The bag was changed while a payment was being made.")
        return
    lapse(order_id, CancelReason.REPLACED, Event.LAPSE, journal.GATEWAY)


def refuse_if_paid(order: Standing) -> None:
    """AlreadyPaid where the gateway says so. GatewayUnavailable."""
    _settle_if_paid(order, payments.gateway().payments_of(str(order.gateway_order_id)))


def _settle_if_paid(order: Standing, told: list[GatewayPayment]) -> None:
    for payment in told:
        if payment.status in ("authorized", "captured"):
            accept(order.id, taken(order.id, payment))
            raise AlreadyPaid(order.number, order.gateway_order_id)


def _leave_open(order_id: str, why: str) -> None:
    """It may still be paid: its hold stays until it lapses, but it is the bag's order no more."""
    with transaction() as current:
        order = locked(order_id)
        if order.open_cart_id is not None:
            current.execute(update(Order).where(Order.id == order_id).values(open_cart_id=None))
            inventory.detach(order_id)
            journal.note(order_id, "left", why, journal.GATEWAY)
