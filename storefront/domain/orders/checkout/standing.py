"""What is known of an order that was placed."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from storefront.core.db import session
from storefront.domain.orders.models import Order

_o = Order.__table__.c
_SNAPSHOT = select(_o.id, _o.number, _o.total, _o.gateway_order_id, _o.email).where(_o.id == bindparam("order"))


@dataclass(frozen=True)
class Placed:
    """An order that waits for its payment."""

    id: str
    number: str
    total: int
    gateway_order_id: str
    email: str


@dataclass(frozen=True)
class Standing:
    """An order that stands; the gateway does not know it yet where its id there is None."""

    id: str
    number: str
    total: int
    gateway_order_id: str | None
    email: str
    is_new: bool = False
    """This call made it: the gateway need not be asked whether it has heard of it before."""


def snapshot(order_id: str) -> Standing:
    """What `attach` needs to know of an order."""
    return Standing(*session().execute(_SNAPSHOT, {"order": order_id}).one())
