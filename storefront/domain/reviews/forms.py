"""What one may say of a piece, and what staff decide."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from storefront.core.forms import Form, maybe, text, whole
from storefront.domain.reviews.states import Sort, State

Stars = Annotated[int, BeforeValidator(whole), Field(strict=True, ge=1, le=5)]
_Address = Annotated[str, StringConstraints(min_length=1, max_length=500)]


MOST_PICTURES = 6


class ReviewForm(Form):
    """A review. Its pictures are uploaded first and named here by the addresses that the upload answered."""

    rating: Stars
    title: str | None = maybe(120)
    comment: str = text(4000)
    images: Annotated[list[_Address], Field(max_length=MOST_PICTURES)] | None = None


class ReviewsForm(Form):
    """Which order."""

    sort: Sort = Sort.NEWEST


class StaffReviewsForm(Form):
    """Which reviews; without a status all of them."""

    status: State | None = None


class ModerationForm(Form):
    """Whether everyone may read it."""

    approved: bool
