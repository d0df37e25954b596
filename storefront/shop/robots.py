"""What search engines are asked not to fetch, and where the list of pages is."""

from flask import Blueprint, Response, make_response, render_template

bp = Blueprint("robots", __name__)

PRIVATE = ("/account", "/back-office", "/bag", "/cart", "/checkout", "/order", "/payment", "/user", "/wishlist", "/auth/")
PARTS = ("/p/*/stock", "/p/*/delivery", "/search/suggestions")
"""Of pages, fetched by the pages themselves."""
FORMS = ("/p/*/review$",)
"""For people who are signed in; the reviews themselves stand under `/reviews`."""


@bp.get("/robots.txt")
def show() -> Response:
    """The same for all of them."""
    response = make_response(render_template("shop/robots/show.txt", refused=(*PRIVATE, *PARTS, *FORMS)))
    response.content_type = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
