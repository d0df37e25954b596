"""The API's description for people, who can send requests from it."""

from flask import Blueprint, render_template

bp = Blueprint("docs", __name__)


@bp.get("/docs")
def show() -> str:
    """Swagger UI under the shop's own rules: nothing inline, nothing from elsewhere."""
    return render_template("api/docs/show.html")
