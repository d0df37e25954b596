"""Reviews in JSON: pictures by their absolute addresses."""

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from storefront.adapters import storage
from storefront.core.clock import iso
from storefront.core.site import site


class ReviewJson(TypedDict):
    """What a buyer says of a piece. `isApproved` is null until staff have looked at it."""

    id: str
    userId: str
    author: str
    productId: str
    rating: Annotated[int, Field(ge=1, le=5)]
    title: str
    comment: str
    images: list[str]
    isVerifiedPurchase: bool
    isApproved: bool | None
    helpfulCount: int
    createdAt: str
    updatedAt: str


class StaffReviewJson(ReviewJson):
    """A review with the piece that it is about."""

    productName: str
    productSlug: str


class HelpfulJson(TypedDict):
    """How many found a review helpful."""

    helpfulCount: int


def review_json(row: Any) -> ReviewJson:
    """`author` is the writer's first name; of their account nothing else is told."""
    return {
        "id": row.id,
        "userId": row.user_id,
        "author": row.firstname,
        "productId": row.product_id,
        "rating": row.rating,
        "title": row.title,
        "comment": row.comment,
        "images": [_address(kept) for kept in row.images],
        "isVerifiedPurchase": row.is_verified_purchase,
        "isApproved": row.is_approved,
        "helpfulCount": row.helpful_count,
        "createdAt": iso(row.created_at),
        "updatedAt": iso(row.updated_at),
    }


def staff_review_json(row: Any) -> StaffReviewJson:
    """The same with what staff want to see beside it."""
    return {**review_json(row), "productName": row.product_name, "productSlug": row.product_slug}


def _address(kept: str) -> str:
    return kept if "://" in kept else site().address(storage().url(f"{kept}/master.webp"))
