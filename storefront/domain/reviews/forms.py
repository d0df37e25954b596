"""What one may say of a piece, and what staff decide."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from storefront.core.forms import Form, maybe, text
from storefront.domain.reviews.states import Sort, State


def _whole(value: Any) -> Any:
    # A page sends text, the API a number; true is neither.
    return int(value) if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() else value


Stars = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=1, le=5)]
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
