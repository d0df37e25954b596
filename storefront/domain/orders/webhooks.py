"""The gateway's webhook: kept and queued within the request, carried out by the worker in any order and number."""

from storefront.core.db import transaction
from storefront.core.outbox import enqueue
from storefront.domain.payments import services as payments
from storefront.domain.payments.errors import ForgedSignature


def receive(body: bytes, signature: str, event_id: str) -> None:
    """Takes an event in. ForgedSignature if the gateway did not sign these bytes; an unknown kind is kept and ignored."""
    event = payments.gateway().read_event(body, signature, event_id)
    if event is None:
        raise ForgedSignature
    with transaction():
        if not payments.keep_event(event.id, event.kind, body):
            return
        order_id = event.order_id or (event.payment.order_id if event.payment else None)
        if order_id:
            enqueue("check_order", {"gateway_order": order_id})
        if event.refund:
            payments.note_gateway_refund(event.refund)
