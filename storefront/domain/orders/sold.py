"""What of an order counts as sold: pieces that were paid for, and neither came back nor had all their money given back."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update

from storefront.core.db import session
from storefront.domain.catalog.sale import count_sold
from storefront.domain.orders.models import Order, OrderLine
from storefront.domain.orders.states import PaymentStatus, Status

_l = OrderLine.__table__.c
_o = Order.__table__.c
_LINES = (
    select(_l.id, _l.product_id, _l.quantity, _l.returned, _l.sold, _o.status, _o.payment_status)
    .join_from(OrderLine.__table__, Order.__table__, _o.id == _l.order_id)
    .where(_l.order_id == bindparam("order"))
)
_SOLD: Any = update(OrderLine.__table__).where(_l.id == bindparam("_line")).values(sold=bindparam("_pieces"))


def counts(status: str, payment_status: str) -> bool:
    """Whether an order in these states is a sale."""
    return payment_status == PaymentStatus.PAID and status != Status.CANCELLED


def moves_sales(order: Any, moved: Mapping[str, str]) -> bool:
    """Whether these moves of an order make a sale of it, or undo one."""
    becomes = counts(moved.get("status", order.status), moved.get("payment_status", order.payment_status))
    return becomes != counts(order.status, order.payment_status)


def recount(order_id: str) -> None:
    """Brings the sales of an order's products in line with where it stands; called again it changes nothing.

    Inside a transaction that holds the order's lock.
    """
    more: Counter[str] = Counter()
    changed = []
    for line in session().execute(_LINES, {"order": order_id}).all():
        pieces = line.quantity - line.returned if counts(line.status, line.payment_status) else 0
        if pieces != line.sold:
            more[line.product_id] += pieces - line.sold
            changed.append({"_line": line.id, "_pieces": pieces})
    if changed:
        session().execute(_SOLD, changed)
        count_sold(more)
