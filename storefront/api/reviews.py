"""What buyers say of a piece: reading, writing, voting, and moderation by staff."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, USER, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged
from storefront.api.shapes.review import HelpfulJson, ReviewJson, StaffReviewJson, review_json, staff_review_json
from storefront.domain.catalog.queries import product_ref
from storefront.domain.reviews import queries, services
from storefront.domain.reviews.forms import ModerationForm, ReviewForm, ReviewsForm, StaffReviewsForm
from storefront.web.limits import REVIEW, limiter
from storefront.web.sign_in import person, require_admin, require_person

bp = Blueprint("reviews", __name__)


class ReviewsQuery(PageForm, ReviewsForm):
    """Which part of a piece's reviews, in which order."""


class StaffReviewsQuery(PageForm, StaffReviewsForm):
    """Which part of all reviews."""


@bp.get("/products/<id>/reviews")
@endpoint(query=ReviewsQuery, message="Reviews retrieved successfully", errors=(404,), result=list[ReviewJson])
def index(id: str, query: ReviewsQuery) -> Answer:
    """The approved reviews of a piece, by its slug or id; whoever wrote one that still waits sees it first."""
    who = person()
    rows, total = queries.of_product(product_ref(id, who).id, who, query.sort, query.number, query.size)
    return paged([review_json(row) for row in rows], total, query)


@bp.post("/products/<id>/reviews")
@limiter.limit(REVIEW)
@endpoint(rights=USER, body=ReviewForm, message="Review added successfully", errors=(404,), result=ReviewJson)
def write(id: str, body: ReviewForm) -> ReviewJson:
    """One's review of a piece. It waits for staff; writing again changes it and sends it back to them."""
    return review_json(queries.review(services.write(id, body, require_person())))


@bp.delete("/reviews/<id>")
@endpoint(rights=USER, message="Review deleted successfully", errors=(404,), result=None)
def remove(id: str) -> None:
    """One's own review; an admin's, any."""
    services.remove(id, require_person())


@bp.post("/reviews/<id>/helpful")
@endpoint(rights=USER, message="Review marked as helpful", errors=(404, 409), result=HelpfulJson)
def find_helpful(id: str) -> HelpfulJson:
    """One's vote for somebody else's review; it counts once."""
    return {"helpfulCount": services.find_helpful(id, require_person())}


@bp.delete("/reviews/<id>/helpful")
@endpoint(rights=USER, message="Review no longer marked as helpful", errors=(404, 409), result=HelpfulJson)
def withdraw_helpful(id: str) -> HelpfulJson:
    """Takes one's vote back."""
    return {"helpfulCount": services.withdraw_helpful(id, require_person())}


@bp.get("/admin/reviews")
@endpoint(rights=ADMIN, query=StaffReviewsQuery, message="All reviews retrieved", result=list[StaffReviewJson])
def of_all(query: StaffReviewsQuery) -> Answer:
    """All reviews, the newest first; `status` is approved, waiting or refused."""
    rows, total = queries.for_staff(query.status, query.number, query.size)
    return paged([staff_review_json(row) for row in rows], total, query)


@bp.put("/admin/reviews/<id>/moderate")
@endpoint(rights=ADMIN, body=ModerationForm, message="Review moderated successfully", errors=(404,), result=None)
def moderate(id: str, body: ModerationForm) -> None:
    """Lets everyone read it, or refuses it; the piece's rating follows."""
    services.moderate(id, body.approved, require_admin())
