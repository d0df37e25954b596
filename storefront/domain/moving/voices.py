"""Reviews, former changes of stock, and what visitors did."""

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from storefront.core.clock import in_india
from storefront.core.errors import Invalid
from storefront.core.forms import no_controls, parse
from storefront.core.text import fold
from storefront.domain.analytics.forms import EventForm
from storefront.domain.analytics.services import network_of
from storefront.domain.moving.collection import Notes
from storefront.domain.moving.shelf import pictures
from storefront.domain.moving.values import (
    Document,
    LeftOut,
    checked,
    flag,
    key,
    line,
    moment,
    nested,
    number,
    stamps,
    whole,
    words,
)

_OPERATIONS = ("add", "subtract", "set")


def review(document: Document, own: str, notes: Notes) -> dict[str, Any]:
    stars = number(document.get("rating"))
    if stars is None or not 1 <= stars <= 5:
        raise LeftOut("rating: This must be a number from 1 to 5.")
    comment = words(document.get("comment"), 4000)
    if not comment:
        raise LeftOut("comment: This is needed.")
    approved = document.get("isApproved")
    times = stamps(document, own)
    return {
        "id": own,
        "product_id": needed(document, "productId"),
        "user_id": needed(document, "userId"),
        "rating": math.floor(stars + Decimal("0.5")),
        "title": line(document.get("title"), 120),
        "comment": comment,
        "images": pictures(document.get("images"), 6, notes),
        "is_verified_purchase": flag(document.get("isVerifiedPurchase"), False),
        "is_approved": approved if isinstance(approved, bool) else None,
        "former_votes": whole(document.get("helpfulCount"), 0, 1_000_000) or 0,
        **times,
    }


def stock_move(document: Document, own: str, notes: Notes) -> dict[str, Any]:
    operation = line(document.get("operation"), 10).lower()
    return {
        "id": own,
        "item_id": needed(document, "productId"),
        "previous_quantity": whole(document.get("previousQuantity"), 0),
        "new_quantity": whole(document.get("newQuantity"), 0),
        "operation": operation if operation in _OPERATIONS else "set",
        "reason": line(document.get("reason"), 300) or "Changed in the former shop",
        "user_id": key(document.get("userId")),
        "order_id": None,
        "created_at": moment(document.get("timestamp")) or stamps(document, own)["created_at"],
    }


def event_reader(note_day: Callable[[date], object]) -> Callable[[Document, str, Notes], dict[str, Any]]:
    """Reads events, and notes their days."""

    def read(document: Document, own: str, notes: Notes) -> dict[str, Any]:
        when = moment(document.get("timestamp"))
        if when is None:
            raise LeftOut("timestamp: This is needed, as a time since the year 2000.")
        session = line(document.get("sessionId"), 100)
        if not session:
            raise LeftOut("sessionId: This is needed.")
        form = _form(document, notes)
        product, on = document.get("productId"), in_india(when).date()
        if product is not None and key(product) is None:
            raise LeftOut("productId: This is not an ObjectId.")
        note_day(on)
        return {
            "id": own,
            "day": on,
            "type": form.type,
            "product_id": key(product),
            "user_id": key(document.get("userId")),
            "session_id": session,
            "query": fold(form.words)[:80].strip() or None,
            "data": form.data or {},
            "ip_address": network_of(line(document.get("ipAddress"), 60)),
            "user_agent": no_controls(words(document.get("userAgent"), 300)),
            "created_at": when,
        }

    return read


def needed(document: Document, name: str) -> str:
    found = key(document.get(name))
    if found is None:
        raise LeftOut(f"{name}: This is needed, as an ObjectId.")
    return found


def _form(document: Document, notes: Notes) -> EventForm:
    """What it is, with what it told besides as far as the shop keeps that."""
    kind = {"type": line(document.get("type"), 40)}
    told = nested(document.get("data"))
    if told:
        try:
            return parse(EventForm, {**kind, "data": told})
        except (Invalid, TypeError):
            notes.append("What it told besides is too large or too odd, and was left out.")
    return checked(EventForm, kind)
