"""Which letters somebody wants. Those that an order cannot do without are always sent."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from storefront.core.db import session, transaction
from storefront.domain.notifications.models import Refusal

OPTIONAL = {
    "order_shipped": ("When a parcel leaves us", "With its tracking number."),
    "review_invitation": ("How you like a piece", "Some days after it has arrived, once for each order."),
}
"""By kind of letter: what it is called, and what it brings. Whoever sends one of these asks `is_wanted` before."""


def is_wanted(user_id: str | None, kind: str) -> bool:
    """Whether the letter may be sent. Guests have refused nothing."""
    refused = select(Refusal.kind).where(Refusal.user_id == user_id, Refusal.kind == kind)
    return kind not in OPTIONAL or user_id is None or session().execute(refused).first() is None


def wanted(user_id: str) -> set[str]:
    """The optional kinds that this account gets."""
    return OPTIONAL.keys() - set(session().scalars(select(Refusal.kind).where(Refusal.user_id == user_id)))


def choose(user_id: str, kinds: Collection[str]) -> None:
    """Of the optional kinds these are sent from now on, the others are not."""
    with transaction() as current:
        current.execute(delete(Refusal).where(Refusal.user_id == user_id))
        if refused := [{"user_id": user_id, "kind": kind} for kind in OPTIONAL if kind not in kinds]:
            current.execute(insert(Refusal).values(refused))


def forget(user_id: str) -> None:
    """What this account has refused is not kept; within a transaction."""
    session().execute(delete(Refusal).where(Refusal.user_id == user_id))
