"""What somebody has looked at lately. The browser alone remembers it and asks for the cards; the shop keeps nothing."""

from flask import Blueprint, Response, make_response, render_template, request

from storefront.core.ids import is_id
from storefront.domain.catalog import queries as catalog

bp = Blueprint("seen", __name__)

MOST = 8


@bp.get("/recently-viewed")
def index() -> Response:
    """The cards of these pieces, as a part of a page; those that are no longer shown are left out."""
    asked = [one for one in request.args.getlist("p") if is_id(one)]
    cards = catalog.cards(list(dict.fromkeys(asked))[:MOST])
    response = make_response(render_template("shop/seen/_seen.html", cards=cards))
    response.headers["Cache-Control"] = "private, no-cache"
    return response
