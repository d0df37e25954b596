"""Webhooks as Razorpay writes them, for the sandbox to send."""

import json
from dataclasses import asdict
from typing import Any, NamedTuple

from storefront.adapters.payments.base import GatewayOrder, GatewayPayment, GatewayRefund
from storefront.adapters.payments.ids import new_id
from storefront.adapters.payments.signatures import sign_body
from storefront.core.clock import now


class Webhook(NamedTuple):
    """What is delivered: the raw body, and the headers X-Razorpay-Signature and X-Razorpay-Event-Id."""

    body: bytes
    signature: str
    event_id: str


def write_event(
    secret: bytes, kind: str, payment: GatewayPayment, *, order: GatewayOrder | None, refund: GatewayRefund | None
) -> Webhook:
    """A signed event of this kind about the payment, and about the order or refund that are given."""
    carried = {"payment": _payment(payment)}
    if order:
        carried["order"] = {**asdict(order), "entity": "order"}
    if refund:
        carried["refund"] = _refund(refund, payment.currency)
    event = {
        "entity": "event",
        "account_id": "acc_sandbox",
        "event": kind,
        "contains": list(carried),
        "payload": {name: {"entity": entity} for name, entity in carried.items()},
        "created_at": int(now().timestamp()),
    }
    body = json.dumps(event, ensure_ascii=False).encode()
    return Webhook(body, sign_body(secret, body), new_id("event"))


def _payment(payment: GatewayPayment) -> dict[str, Any]:
    entity = asdict(payment)
    begun = entity.pop("created_at")
    told = {"created_at": int(begun.timestamp()) if begun else None, "error_description": entity.pop("error") or None}
    return {**entity, "entity": "payment", **told}


def _refund(refund: GatewayRefund, currency: str) -> dict[str, Any]:
    entity = asdict(refund)
    return {"notes": {"key": entity.pop("key")}, **entity, "entity": "refund", "currency": currency}
