"""The page that shows each part of the shop in each of its states."""

from flask import Blueprint, render_template

from storefront.backoffice import patterns_samples

bp = Blueprint("patterns", __name__)


@bp.get("/patterns")
def show() -> str:
    return render_template("backoffice/patterns/show.html", sample=patterns_samples.all_parts())
