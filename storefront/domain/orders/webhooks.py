"""The gateway's webhook: kept and queued within the request, carried out by the worker in any order and number.

What an event says is never acted upon: it is a hint on which the gateway itself is asked how things stand. So late, repeated and
forgotten events all end the same.
"""

from sqlalchemy import select

from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.outbox import enqueue, handles
from storefront.domain.orders.models import Order
from storefront.domain.orders.settlement import check
from storefront.domain.payments import events
from storefront.domain.payments import services as payments
from storefront.domain.payments.errors import ForgedSignature


def receive(body: bytes, signature: str, event_id: str) -> None:
    """Takes an event in. ForgedSignature if the gateway did not sign these bytes; an unknown kind is kept, and asked about if it
    names an order or a payment."""
    event = payments.gateway().read_event(body, signature, event_id)
    if event is None:
        raise ForgedSignature
    with transaction():
        if events.keep(event, body):
            enqueue("gateway_event", {"event": event.id})


@handles("gateway_event")
def settle(payload: dict[str, str]) -> None:
    """Asks the gateway about the order that the event is about. GatewayUnavailable."""
    about, asked_at = events.waiting(payload["event"]), now()
    if about is None:
        return
    order_id = _order_of(about.gateway_order_id, about.gateway_payment_id)
    end_read()
    if order_id is not None:
        check(order_id)
    events.handled(payload["event"], about.gateway_order_id, asked_at)


def _order_of(gateway_order_id: str | None, gateway_payment_id: str | None) -> str | None:
    if gateway_order_id:
        return session().execute(select(Order.id).where(Order.gateway_order_id == gateway_order_id)).scalar()
    return payments.order_of(gateway_payment_id) if gateway_payment_id else None
