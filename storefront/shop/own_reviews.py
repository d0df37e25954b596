"""What one has said of one's pieces."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from storefront.domain.media import Picture
from storefront.domain.reviews import queries, services
from storefront.web import htmx
from storefront.web.sign_in import require_person

bp = Blueprint("own_reviews", __name__)


@dataclass(frozen=True)
class OwnReview:
    """A review as its writer sees it in the account."""

    id: str
    name: str
    """Of the piece."""
    slug: str
    listed: bool
    picture: Picture | None
    rating: int
    title: str
    comment: str
    written_at: datetime
    state: tuple[str, str]
    """In words, and the kind of the component `state`."""
    helpful: int


@bp.get("/account/reviews")
def index() -> str:
    """One's own reviews, the latest first, whatever became of them."""
    reviews = [_shown(row) for row in queries.of_person(require_person())]
    return render_template("shop/own_reviews/index.html", reviews=reviews)


@bp.post("/account/reviews/<id>/removal")
def remove(id: str) -> Response:
    """Gone for good."""
    services.remove(id, require_person())
    return htmx.see_other(url_for(".index"))


def _shown(row: Any) -> OwnReview:
    states = {True: ("Everyone can read it", "good"), None: ("Waits for us", "wait"), False: ("Not published", "bad")}
    return OwnReview(
        id=row.id,
        name=row.product_name,
        slug=row.product_slug,
        listed=row.product_listed,
        picture=Picture.from_json(row.product_pictures[0]) if row.product_pictures else None,
        rating=row.rating,
        title=row.title,
        comment=row.comment,
        written_at=row.created_at,
        state=states[row.is_approved],
        helpful=row.helpful_count,
    )
