"""Razorpay, by its own SDK over a session of ours. See https://razorpay.com/docs/api/."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from threading import BoundedSemaphore
from typing import Any, TypeVar

import razorpay
import structlog

from storefront.adapters.payments import entities
from storefront.adapters.payments.base import (
    GatewayEvent,
    GatewayOrder,
    GatewayPayment,
    GatewayRefund,
    GatewayRefused,
    GatewayUnavailable,
    NoSuchPayment,
)
from storefront.adapters.payments.events import parse_event
from storefront.adapters.payments.ids import is_id
from storefront.adapters.payments.razorpay_session import RazorpaySession
from storefront.adapters.payments.signatures import body_signature_holds, payment_signature_holds
from storefront.core.db import assert_no_transaction, end_read

TIMEOUT = (3.05, 10.0)
"""Seconds to connect (just above one lost packet) and to wait for an answer."""

PATIENCE = 1.0
"""Seconds to wait for a place among those who are asking already."""

_MOST = {"count": 100}
"""As many as Razorpay answers at once; unasked it answers ten."""
_DAY_AT_MOST = 50_000
"""Payments in one list, so that a gateway that never ends does not keep us for ever."""

A = TypeVar("A")

log = structlog.get_logger("shop.payments")


class RazorpayGateway:
    """The contract over Razorpay's API; of a key beginning with rzp_test_ no money moves."""

    name = "razorpay"

    def __init__(
        self,
        key_id: str,
        key_secret: str,
        webhook_secret: str,
        base_url: str,
        *,
        timeout: tuple[float, float] = TIMEOUT,
        at_once: int = 64,
    ) -> None:
        """`at_once`: so many of a process's threads may wait for Razorpay. Whoever comes besides hears after a second that it
        cannot be reached, so that a slow gateway takes no thread from those who only look around.
        """
        self.key_id = key_id
        self.is_test = key_id.startswith("rzp_test_")
        self._key_secret = key_secret.encode()
        self._webhook_secret = webhook_secret.encode()
        self._places = BoundedSemaphore(at_once)
        session = RazorpaySession(key_id, key_secret, timeout)
        client = razorpay.Client(session=session, base_url=base_url.rstrip("/"))
        self._orders, self._payments = client.order, client.payment

    def create_order(self, amount: int, currency: str, receipt: str, notes: dict[str, str]) -> GatewayOrder:
        order = {"amount": amount, "currency": currency, "receipt": receipt, "notes": notes}
        return self._ask(entities.order, self._orders.create, order)

    def find_order(self, receipt: str) -> GatewayOrder | None:
        found = self._ask(entities.each(entities.order), self._orders.all, {"receipt": receipt, **_MOST})
        return entities.furthest(order for order in found if order.receipt == receipt)

    def fetch_order(self, order_id: str) -> GatewayOrder:
        return self._ask(entities.order, self._orders.fetch, _in_path(order_id), {})

    def payments_of(self, order_id: str) -> list[GatewayPayment]:
        return self._ask(entities.each(entities.payment), self._orders.payments, _in_path(order_id), {})

    def payments_between(self, since: datetime, until: datetime) -> list[GatewayPayment]:
        # Razorpay counts both ends in.
        asked = {"from": int(since.timestamp()), "to": int(until.timestamp()) - 1, **_MOST}
        found: dict[str, GatewayPayment] = {}
        for skip in range(0, _DAY_AT_MOST, _MOST["count"]):
            page = self._ask(entities.each(entities.payment), self._payments.all, {**asked, "skip": skip})
            # One that comes in while we turn the pages moves the others on: by its id each counts once.
            found |= {payment.id: payment for payment in page}
            if len(page) < _MOST["count"]:
                return list(found.values())
        raise GatewayUnavailable

    def fetch_payment(self, payment_id: str) -> GatewayPayment:
        return self._ask(entities.payment, self._payments.fetch, _in_path(payment_id), {})

    def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        terms = {"currency": currency}
        try:
            return self._ask(entities.payment, self._payments.capture, _in_path(payment_id), amount, terms)
        except GatewayRefused:
            # Razorpay refuses to capture twice, but whoever captured first, webhook or browser, did what was asked.
            payment = self.fetch_payment(payment_id)
            if payment.status not in ("captured", "refunded"):
                raise
            return payment

    def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        # Looked for first, since nobody promises for how long Razorpay remembers the header's key.
        made = self._refunds(entities.refunds_by_key, payment_id)
        if key in made:
            return _same(made[key], amount)
        order, headers = entities.refund_order(amount, key), {"X-Refund-Idempotency": _header(payment_id, key)}
        return self._ask(entities.refund, self._payments.refund, payment_id, order, headers=headers)

    def fetch_refund(self, payment_id: str, refund_id: str) -> GatewayRefund:
        ask = self._payments.fetch_refund_id
        return self._ask(entities.refund, ask, _in_path(payment_id), _in_path(refund_id))

    def refunds_of(self, payment_id: str) -> list[GatewayRefund]:
        return self._refunds(entities.each(entities.refund), payment_id)

    def signature_holds(self, order_id: str, payment_id: str, signature: str) -> bool:
        return payment_signature_holds(self._key_secret, order_id, payment_id, signature)

    def read_event(self, body: bytes, signature: str, event_id: str) -> GatewayEvent | None:
        return parse_event(body, event_id) if body_signature_holds(self._webhook_secret, body, signature) else None

    def _refunds(self, read: Callable[[Any], A], payment_id: str) -> A:
        return self._ask(read, self._payments.fetch_multiple_refund, _in_path(payment_id), _MOST)

    def _ask(self, read: Callable[[Any], A], ask: Callable[..., Any], *args: Any, **options: Any) -> A:
        assert_no_transaction()
        end_read()
        if not self._places.acquire(timeout=PATIENCE):
            log.warning("razorpay not asked", reason="too many wait for it already")
            raise GatewayUnavailable
        try:
            return read(ask(*args, **options))
        except entities.NotAnEntity as error:
            raise GatewayUnavailable from error
        finally:
            self._places.release()


def _in_path(gateway_id: str) -> str:
    # The SDK writes ids into addresses as they are; one with a slash would ask for something else.
    if not is_id(gateway_id):
        raise NoSuchPayment("The id provided does not exist", "BAD_REQUEST_ERROR")
    return gateway_id


def _same(made: GatewayRefund, amount: int) -> GatewayRefund:
    if made.amount != amount:
        raise GatewayRefused("This key has refunded another amount already.", "BAD_REQUEST_ERROR")
    return made


def _header(payment_id: str, key: str) -> str:
    # Razorpay takes ten characters or more of letters, digits, hyphens and underscores; a digest is that for every key.
    return hashlib.sha256(f"{payment_id}|{key}".encode()).hexdigest()[:40]
