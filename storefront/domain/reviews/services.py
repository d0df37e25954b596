"""Writing, moderating and voting. A piece's rating changes in the transaction that changes what is approved.

Rows are locked in one order: pictures, the review, the catalog.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.errors import Invalid
from storefront.core.ids import is_id, new_id
from storefront.domain.accounts import Person
from storefront.domain.catalog.queries import product_ref
from storefront.domain.media.services import pictures_at
from storefront.domain.reviews.errors import NoSuchReview, OwnReview
from storefront.domain.reviews.forms import ReviewForm
from storefront.domain.reviews.models import Review, ReviewVote
from storefront.domain.reviews.queries import has_bought
from storefront.domain.reviews.rating import follow

_reviews: Any = Review.__table__
_votes: Any = ReviewVote.__table__
_r = _reviews.c
_v = _votes.c
_LOCKED = select(*_r).where(_r.id == bindparam("review")).with_for_update()
_OWN = select(*_r).where(_r.product_id == bindparam("product"), _r.user_id == bindparam("user")).with_for_update()


def write(product: str, form: ReviewForm, who: Person) -> str:
    """This person's review of a piece (by slug or id), which waits for staff from now on; its id.

    There is one for each person and piece: writing again changes it, and the same words again change nothing. NotFound; Invalid
    for a picture that the shop does not keep.
    """
    with transaction() as current:
        said = {"rating": form.rating, "title": form.title or "", "comment": form.comment, "images": _keys(form.images or [])}
        product_id = product_ref(product, who).id
        bought = has_bought(product_id, who.id)
        fresh = {"id": new_id(), "product_id": product_id, "user_id": who.id, "created_at": now(), "updated_at": now()}
        row = {**fresh, **said, "is_verified_purchase": bought, "helpful_count": 0}
        current.execute(upsert(_reviews).values(row).on_conflict_do_nothing(index_elements=["product_id", "user_id"]))
        kept = current.execute(_OWN, {"product": product_id, "user": who.id}).one()
        if any(getattr(kept, name) != value for name, value in said.items()):
            _change(kept, **said, is_verified_purchase=bought, is_approved=None, updated_at=now())
        return str(kept.id)


def moderate(review_id: str, approved: bool, who: Person) -> None:
    """Staff let everyone read it, or refuse it; they may change their mind. NoSuchReview."""
    with transaction():
        kept = _locked(review_id)
        bought = kept.is_verified_purchase or has_bought(kept.product_id, kept.user_id)
        _change(kept, is_approved=approved, is_verified_purchase=bought, moderated_at=now(), moderated_by=who.id)


def remove(review_id: str, who: Person) -> None:
    """Gone for good: one's own review, or any for an admin. NoSuchReview."""
    with transaction() as current:
        kept = _locked(review_id)
        if not who.is_admin and kept.user_id != who.id:
            raise NoSuchReview
        current.execute(delete(_reviews).where(_r.id == review_id))
        if kept.is_approved:
            follow(kept.product_id)


def find_helpful(review_id: str, who: Person) -> int:
    """This person's vote, however often it is given; how many votes there are. NoSuchReview; OwnReview."""
    with transaction() as current:
        kept = _readable(review_id, who)
        vote = upsert(_votes).values(review_id=review_id, user_id=who.id, created_at=now()).on_conflict_do_nothing()
        new = current.execute(vote.returning(_v.user_id)).first()
        return _voted(kept, 1 if new else 0)


def withdraw_helpful(review_id: str, who: Person) -> int:
    """Takes the vote back, if there is one; how many are left. NoSuchReview; OwnReview."""
    with transaction() as current:
        kept = _readable(review_id, who)
        mine = delete(_votes).where(_v.review_id == review_id, _v.user_id == who.id)
        gone = current.execute(mine.returning(_v.user_id)).first()
        return _voted(kept, -1 if gone else 0)


def _keys(addresses: Sequence[str]) -> list[str]:
    pictures = pictures_at(addresses, "")
    strange = {f"images.{at}": "Upload this picture to the shop first." for at, one in enumerate(pictures) if not one.key}
    if strange:
        raise Invalid(strange)
    return list(dict.fromkeys(picture.key for picture in pictures))


def _change(kept: Any, **values: Any) -> None:
    session().execute(update(_reviews).where(_r.id == kept.id).values(**{"updated_at": _r.updated_at, **values}))
    if bool(kept.is_approved) != bool(values["is_approved"]):
        follow(kept.product_id)


def _locked(review_id: str) -> Any:
    kept = session().execute(_LOCKED, {"review": review_id}).first() if is_id(review_id) else None
    if kept is None:
        raise NoSuchReview
    return kept


def _readable(review_id: str, who: Person) -> Any:
    """A review as its readers have it, locked: votes for one review come one after the other."""
    kept = _locked(review_id)
    if kept.user_id == who.id:
        raise OwnReview
    if not kept.is_approved:
        raise NoSuchReview
    return kept


def _voted(kept: Any, more: int) -> int:
    if more:
        mine = update(_reviews).where(_r.id == kept.id)
        session().execute(mine.values(helpful_count=_r.helpful_count + more, updated_at=_r.updated_at))
    return int(kept.helpful_count) + more
