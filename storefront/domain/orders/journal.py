"""What happened to an order, written beside the change itself."""

from typing import Any

from sqlalchemy import insert

from storefront.core.clock import now
from storefront.core.db import session
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.orders.models import OrderEvent

GATEWAY, SWEEP, GUEST = "gateway", "sweep", "guest"

_NOTE = insert(OrderEvent.__table__)


def note(order_id: str, kind: str, sentence: str, actor: str, **data: Any) -> None:
    """Adds a line to the order's history. Inside a transaction."""
    row = {"id": new_id(), "order_id": order_id, "kind": kind, "sentence": sentence[:400], "actor": actor, "data": data}
    session().execute(_NOTE, {**row, "created_at": now()})


def actor_of(person: Person | None) -> str:
    return person.id if person else GUEST
