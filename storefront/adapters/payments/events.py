"""What a webhook says. Its signature is checked before; still a body is not taken on trust, and nothing here raises."""

import hashlib
import json
import math
import re
from collections.abc import Callable
from typing import Any, TypeVar

from storefront.adapters.payments import entities
from storefront.adapters.payments.base import GatewayEvent

ABOUT = {
    "payment.authorized": "payment",
    "payment.captured": "payment",
    "payment.failed": "payment",
    "order.paid": "order",
    "refund.created": "refund",
    "refund.processed": "refund",
    "refund.failed": "refund",
}
"""The kinds that the shop acts on, and the entity that each must carry."""

_KIND = re.compile(r"[a-z0-9_.]{1,64}")
_EVENT_ID = re.compile(r"[\x21-\x7e]{1,64}")
E = TypeVar("E")


def parse_event(body: bytes, event_id: str | None) -> GatewayEvent | None:
    """The event in this body, or None if there is none: no JSON, no kind, or a kind of ABOUT without its entity.

    `event_id` is the header X-Razorpay-Event-Id, the same at each delivery; without a usable one the body's digest
    takes its place. The event's `body` can be stored as JSON by both databases.
    """
    try:
        return _event(_storable(json.loads(body)), _name(body, event_id))
    except (ValueError, RecursionError):
        return None


def _name(body: bytes, event_id: str | None) -> str:
    if isinstance(event_id, str) and _EVENT_ID.fullmatch(event_id):
        return event_id
    return hashlib.sha256(body).hexdigest()


def _storable(value: Any) -> Any:
    if isinstance(value, dict):
        return {_storable(key): _storable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    if isinstance(value, str):
        # PostgreSQL's JSON takes neither NUL nor half a surrogate pair; both can be written in JSON.
        return value.replace("\0", "").encode(errors="ignore").decode()
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON has no such number")
    return value


def _event(body: Any, name: str) -> GatewayEvent | None:
    kind = body.get("event") if isinstance(body, dict) else None
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        return None
    order = _carried(body, "order", entities.order)
    payment = _carried(body, "payment", entities.payment)
    refund = _carried(body, "refund", entities.refund)
    if kind in ABOUT and {"order": order, "payment": payment, "refund": refund}[ABOUT[kind]] is None:
        return None
    order_id = order.id if order else payment.order_id if payment else None
    return GatewayEvent(id=name, kind=kind, order_id=order_id or None, payment=payment, refund=refund, body=body)


def _carried(body: dict[str, Any], name: str, read: Callable[[Any], E]) -> E | None:
    try:
        return read(body["payload"][name]["entity"])
    except (KeyError, TypeError, entities.NotAnEntity):
        return None
