"""Where an order goes, when that was left open at first."""

from typing import Any

from sqlalchemy import update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.orders import journal
from storefront.domain.orders.heads import set_place
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import NotNow, Status
from storefront.domain.orders.transitions import locked


def set_address(order_id: str, address: dict[str, Any], who: Person | None) -> None:
    """Sets where the parcel goes, as long as it has not left. What was said of its days was said of another place. NotNow."""
    with transaction():
        order = locked(order_id)
        if order.status not in (Status.PENDING, Status.CONFIRMED):
            raise NotNow(Status(order.status))
        mine = update(Order).where(Order.id == order_id)
        session().execute(mine.values(shipping_address=address, estimated_delivery=None, updated_at=now()))
        set_place(order_id, address)
        journal.note(order_id, "address", "The address was given.", journal.actor_of(who))
