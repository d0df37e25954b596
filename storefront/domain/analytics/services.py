"""Tracking: what is written while visitors walk about. Every figure counts it at once."""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from sqlalchemy import insert

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.forms import no_controls
from storefront.core.ids import is_id, new_id
from storefront.core.text import fold
from storefront.domain.accounts import Person
from storefront.domain.analytics.bots import is_bot
from storefront.domain.analytics.calendar import today
from storefront.domain.analytics.forms import EventForm
from storefront.domain.analytics.kinds import Kind, Visit
from storefront.domain.analytics.models import Event, LatelySeen
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.queries import refs_of
from storefront.domain.catalog.services.views import count_view

AGAIN = timedelta(minutes=30)
"""So long the same view by the same session is the same view."""

_seen: Any = LatelySeen.__table__


def track(form: EventForm, who: Person | None, visit: Visit) -> None:
    """Keeps what a visitor did; what a bot did is forgotten. NoSuchProduct.

    A product's view also counts in its viewCount, and counts once in half an hour of a session.
    """
    product_id = form.product_id
    if product_id is not None and not (is_id(product_id) and refs_of([product_id], hidden=True)):
        raise NoSuchProduct
    if is_bot(visit.user_agent):
        return
    with transaction() as current:
        is_view = form.type is Kind.PRODUCT_VIEW and product_id is not None
        if is_view and not _is_new(visit.session_id, str(product_id)):
            return
        current.execute(insert(Event.__table__).values(_row(form, who, visit)))
        if is_view:
            count_view(str(product_id))


def _is_new(session_id: str, product_id: str) -> bool:
    """Whether this view was not counted lately; it is from now on. One statement, so that of two at once one is the first."""
    moment = now()
    row = upsert(_seen).values(session_id=session_id, product_id=product_id, counted_at=moment)
    again = row.on_conflict_do_update(
        index_elements=["session_id", "product_id"], set_={"counted_at": moment}, where=_seen.c.counted_at <= moment - AGAIN
    )
    return session().execute(again.returning(_seen.c.product_id)).first() is not None


def _row(form: EventForm, who: Person | None, visit: Visit) -> dict[str, Any]:
    return {
        "id": new_id(),
        "day": today(),
        "type": form.type,
        "product_id": form.product_id,
        "user_id": who.id if who else None,
        "session_id": visit.session_id,
        "query": fold(form.words)[:80].strip() or None,
        "data": form.data or {},
        "ip_address": network_of(visit.ip_address),
        "user_agent": no_controls(visit.user_agent)[:300],
        "created_at": now(),
    }


def network_of(address: str) -> str:
    """The network that an address belongs to, which names no person: '203.0.113.77' → '203.0.113.0'. '' for what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False).network_address)
