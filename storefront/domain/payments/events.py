"""The gateway's events as they came: kept for audit, each once; after a while without what tells of people."""

import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from storefront.adapters.payments.base import GatewayEvent
from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.timetable import every
from storefront.domain.payments.models import GatewayEventRow

PERSONAL_FOR = timedelta(days=90)
"""So long an event is kept whole: as long as a bank takes for a disputed payment, and not longer."""
_BATCH = 500
_OF_NO_PERSON = frozenset(
    (
        "entity", "account_id", "event", "contains", "payload", "created_at", "payment", "order", "refund", "id", "order_id",
        "payment_id", "receipt", "amount", "currency", "status", "method", "captured", "amount_refunded", "refund_status",
        "amount_paid", "amount_due", "attempts", "fee", "tax", "error_code", "error_source", "error_step", "error_reason",
        "international", "batch_id", "speed_requested", "speed_processed",
    )
)  # fmt: skip

log = structlog.get_logger("shop")


def keep(event: GatewayEvent, body: bytes) -> bool:
    """Keeps an event; False if it was here before, also when it comes twice at the same moment."""
    payment_id = event.payment.id if event.payment else event.refund.payment_id if event.refund else None
    order_id = event.order_id or (event.payment.order_id if event.payment else None) or None
    row = {"id": event.id, "kind": event.kind[:60], "body": body, "received_at": now()}
    about = {"gateway_order_id": order_id, "gateway_payment_id": payment_id}
    with transaction() as current:
        kept = upsert(GatewayEventRow).values({**row, **about}).on_conflict_do_nothing().returning(GatewayEventRow.id)
        return current.execute(kept).first() is not None


def waiting(event_id: str) -> Any:
    """What a kept event is about (gateway_order_id, gateway_payment_id); None if it was seen to already."""
    columns = select(GatewayEventRow.gateway_order_id, GatewayEventRow.gateway_payment_id)
    return session().execute(columns.where(GatewayEventRow.id == event_id, GatewayEventRow.handled_at.is_(None))).first()


def handled(event_id: str, gateway_order_id: str | None, asked_at: datetime) -> None:
    """Seen to, and with it every other event of the same order that had come when the gateway was asked."""
    mine = GatewayEventRow.id == event_id
    if gateway_order_id:
        same = (GatewayEventRow.gateway_order_id == gateway_order_id) & (GatewayEventRow.received_at <= asked_at)
        mine |= same & GatewayEventRow.handled_at.is_(None)
    with transaction() as current:
        current.execute(update(GatewayEventRow).where(mine).values(handled_at=now()))


@every("prune_gateway_events", seconds=24 * 3600)
def prune() -> int:
    """Takes what tells of people out of events that are older than `PERSONAL_FOR`; returns of how many."""
    done = 0
    while batch := _old():
        with transaction() as current:
            for row in batch:
                values = {"body": without_people(row.body), "pruned_at": now()}
                current.execute(update(GatewayEventRow).where(GatewayEventRow.id == row.id).values(values))
        done += len(batch)
    if done:
        log.info("events pruned", events=done)
    return done


def without_people(body: bytes) -> bytes:
    """The event with ids, amounts, states and times alone; what is no JSON loses everything."""
    try:
        return json.dumps(_impersonal(json.loads(body)), separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        return b"{}"


def _impersonal(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _impersonal(inner) for key, inner in value.items() if key in _OF_NO_PERSON}
    return [_impersonal(inner) for inner in value] if isinstance(value, list) else value


def _old() -> list[Any]:
    columns = select(GatewayEventRow.id, GatewayEventRow.body)
    old = columns.where(GatewayEventRow.pruned_at.is_(None), GatewayEventRow.received_at < now() - PERSONAL_FOR)
    return list(session().execute(old.limit(_BATCH)).all())
