"""The sweep: nothing that was paid is ever forgotten, and nothing that was not is held for ever.

It asks the gateway about every order that is open for some minutes, about those that rest on the browser's word alone, and for a
day about those that lapsed, since a payment may have been made in their last second. Refunds are followed to their end.
"""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, and_, or_, select, update

from storefront.adapters.payments.base import GatewayRefused, GatewayUnavailable
from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.timetable import every
from storefront.domain.orders import journal
from storefront.domain.orders.models import Order
from storefront.domain.orders.refunds import carry_out
from storefront.domain.orders.settlement import check
from storefront.domain.orders.states import COD, CancelReason, Event, Status
from storefront.domain.orders.transitions import lapse
from storefront.domain.payments import refunds
from storefront.domain.payments.errors import PaymentsClosed

log = structlog.get_logger("shop")

_SETTLED_ALONE = timedelta(minutes=3)
"""Most payments come back with the browser; so long we leave them alone."""
_AGAIN = timedelta(minutes=2)
_AGAIN_LAPSED = timedelta(minutes=15)
_REFUND_AGAIN = timedelta(minutes=15)
_FORGET = timedelta(days=1)
_BATCH = 200


@every("sweep", seconds=30)
def sweep() -> None:
    """Asks, settles and lapses whatever is due; a gateway that is down leaves the asking for the next time."""
    for order_id in _due_to_ask():
        if not _ask(order_id):
            break
    for refund_id in refunds.unfinished(_REFUND_AGAIN, _BATCH):
        if not _follow(refund_id):
            break
    for order_id in _due_to_lapse():
        lapse(order_id, CancelReason.EXPIRED, Event.LAPSE, journal.SWEEP)


def _ask(order_id: str) -> bool:
    """Whether the gateway answered."""
    with transaction() as current:
        current.execute(update(Order).where(Order.id == order_id).values(swept_at=now()))
    try:
        check(order_id)
    except (GatewayUnavailable, PaymentsClosed):
        log.warning("sweep stopped: the gateway does not answer", order=order_id)
        return False
    except GatewayRefused as refused:
        log.warning("the gateway refused", order=order_id, reason=refused.reason)
    return True


def _follow(refund_id: str) -> bool:
    """Whether the gateway answered."""
    refunds.touch(refund_id)
    try:
        carry_out({"refund": refund_id})
    except (GatewayUnavailable, PaymentsClosed):
        log.warning("sweep stopped: the gateway does not answer", refund=refund_id)
        return False
    return True


def _due_to_ask() -> Sequence[str]:
    moment = now()
    lapsed = (CancelReason.EXPIRED, CancelReason.REPLACED, CancelReason.PERSON)
    waiting = or_(
        and_(Order.status == Status.PENDING, Order.created_at < moment - _SETTLED_ALONE, _not_since(moment - _AGAIN)),
        and_(Order.unchecked, _not_since(moment - _AGAIN)),
        # Cash on delivery was chosen, perhaps while a payment was under way.
        and_(
            Order.payment_method == COD,
            Order.paid_at.is_(None),
            Order.gateway_order_id.is_not(None),
            Order.created_at > moment - _FORGET,
            _not_since(moment - _AGAIN_LAPSED),
        ),
        and_(
            Order.status == Status.CANCELLED,
            Order.cancel_reason.in_(lapsed),
            Order.paid_at.is_(None),
            Order.cancelled_at > moment - _FORGET,
            _not_since(moment - _AGAIN_LAPSED),
        ),
    )
    return _ids(waiting)


def _due_to_lapse() -> Sequence[str]:
    return _ids(and_(Order.status == Status.PENDING, Order.hold_until < now()))


def _not_since(moment: object) -> ColumnElement[bool]:
    return or_(Order.swept_at.is_(None), Order.swept_at < moment)


def _ids(condition: ColumnElement[bool]) -> Sequence[str]:
    found = session().execute(select(Order.id).where(condition).order_by(Order.id).limit(_BATCH)).scalars().all()
    end_read()
    return list(found)
