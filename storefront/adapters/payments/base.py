"""What a payment gateway promises, in plain data. The names are Razorpay's, since the JSON API's clients know them.

Every call goes over the network (or stands for one that would): never inside a transaction. A call raises GatewayUnavailable
when no definite answer came (time-out, refused, 5xx, no JSON) and GatewayRefused when the gateway said no.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from storefront.core.errors import Conflict, Unavailable


class GatewayUnavailable(Unavailable):
    """No definite answer: what was asked for may or may not have happened."""

    sentence = "The payment service cannot be reached just now. Nothing was charged; please try again in a minute."


class GatewayRefused(Conflict):
    """A definite no, with the gateway's own words in `reason` and its code."""

    sentence = "The payment service refused this."

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(f"The payment service refused: {reason}", reason=reason)
        self.reason = reason
        self.code = code


class NoSuchPayment(GatewayRefused):
    """The gateway knows no payment (or order) of this id."""


@dataclass(frozen=True)
class GatewayOrder:
    id: str
    amount: int
    """Paise."""
    currency: str
    receipt: str
    """Our order's number."""
    status: str
    """created, attempted or paid."""


@dataclass(frozen=True)
class GatewayPayment:
    id: str
    order_id: str
    amount: int
    """Paise."""
    currency: str
    status: str
    """created, authorized, captured, refunded or failed."""
    method: str = ""
    amount_refunded: int = 0
    error: str = ""
    """Why it failed, in the gateway's words."""
    created_at: datetime | None = None


@dataclass(frozen=True)
class GatewayRefund:
    id: str
    payment_id: str
    amount: int
    status: str
    """pending, processed or failed."""
    key: str = ""
    """The key under which the shop asked for it; '' of one that was made elsewhere."""


@dataclass(frozen=True)
class GatewayEvent:
    """A webhook's content, its signature already checked."""

    id: str
    kind: str
    """payment.captured and so on; kinds that we do not know are kept and ignored."""
    order_id: str | None
    payment: GatewayPayment | None
    refund: GatewayRefund | None
    body: dict[str, Any] = field(repr=False, default_factory=dict)


class Gateway(Protocol):
    name: str
    """'razorpay' or 'sandbox'."""
    key_id: str
    """The public key for the payment window."""
    is_test: bool

    def create_order(self, amount: int, currency: str, receipt: str, notes: dict[str, str]) -> GatewayOrder: ...

    def find_order(self, receipt: str) -> GatewayOrder | None:
        """The order made for this receipt, for when an answer was lost."""

    def fetch_order(self, order_id: str) -> GatewayOrder: ...

    def payments_of(self, order_id: str) -> list[GatewayPayment]: ...

    def payments_between(self, since: datetime, until: datetime) -> list[GatewayPayment]:
        """All payments that were begun from `since` to before `until` (aware, whole seconds), whatever became of them."""

    def fetch_payment(self, payment_id: str) -> GatewayPayment: ...

    def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        """Takes the money that was authorized. Of a payment that is captured already it answers that payment."""

    def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        """Gives so many paise back; the same key gives them back once, however often it is asked."""

    def fetch_refund(self, payment_id: str, refund_id: str) -> GatewayRefund: ...

    def refunds_of(self, payment_id: str) -> list[GatewayRefund]: ...

    def signature_holds(self, order_id: str, payment_id: str, signature: str) -> bool:
        """Whether this signature, brought by the browser, is the gateway's for this order and payment. Never raises."""

    def read_event(self, body: bytes, signature: str, event_id: str) -> GatewayEvent | None:
        """The webhook's content, or None if the signature over the raw bytes does not hold or the body is not an event."""
