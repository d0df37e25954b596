"""The average of a piece's approved reviews and how many there are, as its row shows them."""

from typing import Any

from sqlalchemy import bindparam, func, select, true, update

from storefront.core.db import session, transaction
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services import set_rating
from storefront.domain.catalog.services.settling import move_version
from storefront.domain.reviews.models import Review, ReviewVote

_reviews: Any = Review.__table__
_r = _reviews.c
_p = Product.__table__.c
_v = ReviewVote.__table__.c
_NUMBERS = select(func.count(), func.coalesce(func.sum(_r.rating), 0)).where(
    _r.product_id == bindparam("product"), _r.is_approved == true()
)
_ALL = (
    select(_p.id, _p.rating, _p.review_count, func.count(_r.id), func.coalesce(func.sum(_r.rating), 0))
    .join_from(Product.__table__, _reviews, (_r.product_id == _p.id) & (_r.is_approved == true()), isouter=True)
    .group_by(_p.id, _p.rating, _p.review_count)
)


def average(stars: int, reviews: int) -> int:
    """In hundredths, half a hundredth up: 13 stars in 3 reviews are 433. 0 without reviews."""
    return (200 * stars + reviews) // (2 * reviews) if reviews else 0


def follow(product_id: str) -> None:
    """The piece's row, cards and version follow its approved reviews, inside the transaction that has changed one."""
    # Held before it counts: of two reviews approved at once, the second to come here sees the first.
    move_version()
    reviews, stars = session().execute(_NUMBERS, {"product": product_id}).one()
    set_rating(product_id, average(int(stars), reviews), reviews)


def recount() -> int:
    """Makes the votes and every piece's rating anew from what there is; returns how many pieces had another. For repairs."""
    votes = _r.former_votes + select(func.count()).where(_v.review_id == _r.id).scalar_subquery()
    with transaction() as current:
        current.execute(update(_reviews).where(_r.helpful_count != votes).values(helpful_count=votes, updated_at=_r.updated_at))
    with transaction() as current:
        move_version()
        wrong = 0
        for product_id, rating, count, reviews, stars in current.execute(_ALL).all():
            if (rating, count) != (average(int(stars), reviews), reviews):
                set_rating(product_id, average(int(stars), reviews), reviews)
                wrong += 1
        return wrong
