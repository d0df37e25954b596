"""The words that products share."""

from typing import Any

from flask import Blueprint

from storefront.api.endpoint import endpoint
from storefront.api.shapes.product import tag_json
from storefront.domain.catalog import queries
from storefront.web.sign_in import person

bp = Blueprint("tags", __name__)


@bp.get("/auth/tags")
@bp.get("/public/tags")
@endpoint(message="Tags retrieved successfully")
def index() -> list[dict[str, Any]]:
    """The tags; admins also see the inactive ones."""
    return [tag_json(row) for row in queries.tags(person())]
