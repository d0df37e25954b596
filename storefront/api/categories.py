"""The rooms of the shop."""

from typing import Any

from flask import Blueprint

from storefront.api.endpoint import endpoint
from storefront.api.shapes.product import category_json
from storefront.domain.catalog import queries
from storefront.web.sign_in import person

bp = Blueprint("categories", __name__)


@bp.get("/auth/categories")
@bp.get("/public/categories")
@endpoint(message="Categories retrieved successfully")
def index() -> list[dict[str, Any]]:
    """The categories in the order that staff gave them; admins also see the inactive ones."""
    return [category_json(row) for row in queries.categories(person())]
