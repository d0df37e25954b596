"""Razorpay's JSON entities as our plain data, the same for its answers and its webhooks."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from storefront.adapters.payments.base import GatewayOrder, GatewayPayment, GatewayRefund
from storefront.adapters.payments.ids import is_id

_STATUSES = ("created", "attempted", "paid")
E = TypeVar("E")


class NotAnEntity(ValueError):
    """The JSON lacks what every order, payment or refund of Razorpay has."""


def order(data: Any) -> GatewayOrder:
    """An order; raises NotAnEntity."""
    return GatewayOrder(
        id=_id(data, "id"),
        amount=_paise(data, "amount"),
        currency=_text(data, "currency"),
        receipt=_text(data, "receipt"),
        status=_text(data, "status"),
    )


def furthest(orders: Iterable[GatewayOrder]) -> GatewayOrder | None:
    """Of several orders of one receipt (asked for again after a lost answer) the one that money came for."""
    return max(orders, key=_progress, default=None)


def payment(data: Any) -> GatewayPayment:
    """A payment; raises NotAnEntity. One that was made without an order has an empty order_id."""
    return GatewayPayment(
        id=_id(data, "id"),
        order_id=_text(data, "order_id"),
        amount=_paise(data, "amount"),
        currency=_text(data, "currency"),
        status=_text(data, "status"),
        method=_text(data, "method"),
        amount_refunded=_paise(data, "amount_refunded", missing=0),
        error=_text(data, "error_description"),
        created_at=_moment(data),
    )


def refund(data: Any) -> GatewayRefund:
    """A refund; raises NotAnEntity."""
    return GatewayRefund(
        id=_id(data, "id"),
        payment_id=_id(data, "payment_id"),
        amount=_paise(data, "amount"),
        status=_text(data, "status"),
        key=_key(data),
    )


def each(read: Callable[[Any], E]) -> Callable[[Any], list[E]]:
    """Reads a collection by what reads one of it: each(payment)(answer) → a list of payments."""
    return lambda data: [read(item) for item in _items(data)]


def refunds_by_key(data: Any) -> dict[str, GatewayRefund]:
    """The refunds of a collection under the keys that `refund_order` wrote on them."""
    return {made.key: made for made in each(refund)(data)}


def refund_order(amount: int, key: str) -> dict[str, Any]:
    """What asks for a refund; the key is written on it twice, in full in the notes and for people as the receipt."""
    return {"amount": amount, "receipt": key[:40], "notes": {"key": key}}


def _progress(order: GatewayOrder) -> int:
    return _STATUSES.index(order.status) if order.status in _STATUSES else -1


def _items(data: Any) -> list[Any]:
    found = _field(data, "items")
    if not isinstance(found, list):
        raise NotAnEntity("a collection without items")
    return found


def _key(data: Any) -> str:
    # Razorpay writes notes that are empty as a list.
    notes = _field(data, "notes")
    return _text(notes, "key") if isinstance(notes, dict) else ""


def _field(data: Any, name: str) -> Any:
    if not isinstance(data, dict):
        raise NotAnEntity("not an object")
    return data.get(name)


def _id(data: Any, name: str) -> str:
    found = _text(data, name)
    if not is_id(found):
        raise NotAnEntity(f"{name} is not an id")
    return found


def _text(data: Any, name: str) -> str:
    found = _field(data, name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise NotAnEntity(f"{name} is not text")
    return found


def _moment(data: Any) -> datetime | None:
    seconds = _paise(data, "created_at", missing=0)
    # Beyond the year 9999 it is no time.
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 253_402_300_800 else None


def _paise(data: Any, name: str, missing: int | None = None) -> int:
    found = _field(data, name)
    if found is None and missing is not None:
        return missing
    # A bool is an int to Python, and a float of money has been rounded by somebody already.
    if type(found) is not int or not 0 <= found < 2**53:
        raise NotAnEntity(f"{name} is not an amount")
    return found
