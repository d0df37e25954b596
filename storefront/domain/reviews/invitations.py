"""Some days after a parcel has arrived its buyer is asked what they think of the pieces: once for each order, and not those who
do not want to be asked."""

from typing import Any

from sqlalchemy import bindparam, select

from storefront.core.db import transaction
from storefront.core.outbox import handles
from storefront.core.site import site
from storefront.domain.catalog.queries import cards
from storefront.domain.notifications.choices import is_wanted
from storefront.domain.notifications.services import mail
from storefront.domain.orders.fulfilment import REVIEW_INVITATION
from storefront.domain.orders.models import Order, OrderLine
from storefront.domain.orders.states import PaymentStatus, Status
from storefront.domain.reviews.models import Review

KIND = "review_invitation"
MOST = 4
"""Pieces named in a letter."""

_ORDER = select(*Order.__table__.c).where(Order.id == bindparam("order"))
_PIECES = select(OrderLine.product_id).where(OrderLine.order_id == bindparam("order")).order_by(OrderLine.position)
_SPOKEN_OF = select(Review.product_id).where(Review.user_id == bindparam("user"))


@handles(REVIEW_INVITATION)
def invite(job: dict[str, Any]) -> None:
    """Writes the letter, unless there is nothing left to say: the order was given back, or each piece has its review."""
    with transaction() as current:
        order = current.execute(_ORDER, {"order": job["order"]}).first()
        if order is None or not _may_be_asked(order):
            return
        written = set(current.scalars(_SPOKEN_OF, {"user": order.user_id}))
        bought = dict.fromkeys(current.scalars(_PIECES, {"order": order.id}))
        pieces = [_piece(card) for card in cards([one for one in bought if one not in written])[:MOST]]
        if pieces:
            facts = {
                "number": order.number,
                "name": order.name,
                "link": site().address("/account/reviews"),
                "choices": site().address("/account/letters"),
                "pieces": pieces,
            }
            mail(KIND, order.email, facts, key=f"{KIND}:{order.id}")


def _may_be_asked(order: Any) -> bool:
    # Reviews are written by accounts; a guest could not follow the invitation.
    kept = order.status == Status.DELIVERED and order.payment_status != PaymentStatus.REFUNDED and not order.return_asked_at
    return bool(kept and order.user_id and order.email and is_wanted(order.user_id, KIND))


def _piece(card: Any) -> dict[str, Any]:
    picture = card.picture
    return {
        "name": card.name,
        "link": site().address(f"/p/{card.slug}/review"),
        "picture_url": site().address(picture.src) if picture else None,
    }
