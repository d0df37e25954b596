"""The door of the back office, its home."""

from flask import Blueprint, Response, make_response, redirect, url_for

bp = Blueprint("home", __name__)


@bp.get("")
@bp.get("/")
def show() -> Response:
    """Leads to the first room."""
    return make_response(redirect(url_for("backoffice.orders.index"), 303))
