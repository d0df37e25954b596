"""What reviews hold of a person."""

from typing import Any

from sqlalchemy import select

from storefront.core.clock import iso
from storefront.core.db import session
from storefront.domain.accounts import Person
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.reviews import services
from storefront.domain.reviews.models import Review, ReviewVote

_SAID = (Review.product_id, Review.rating, Review.title, Review.comment, Review.images, Review.is_approved)


@tells("reviews")
def told(who: Person) -> list[dict[str, Any]]:
    """What they have written of pieces."""
    mine = select(*_SAID, Review.created_at).where(Review.user_id == who.id).order_by(Review.id)
    return [{**row._asdict(), "created_at": iso(row.created_at)} for row in session().execute(mine)]


@tells("foundHelpful")
def votes(who: Person) -> list[str]:
    """The reviews of others that they found helpful, by id."""
    mine = select(ReviewVote.review_id).where(ReviewVote.user_id == who.id).order_by(ReviewVote.review_id)
    return list(session().scalars(mine))


@forgets
def forget(who: Person) -> None:
    """Reviews and votes go, and the pieces' ratings follow."""
    for review_id in votes(who):
        services.withdraw_helpful(review_id, who)
    for review_id in list(session().scalars(select(Review.id).where(Review.user_id == who.id).order_by(Review.id))):
        services.remove(review_id, who)
