"""The sizes, metals and stones that staff offer for choices."""

from typing import Any

from flask import Blueprint

from storefront.api.endpoint import endpoint
from storefront.api.shapes.product import variant_json
from storefront.domain.catalog import queries
from storefront.web.sign_in import person

bp = Blueprint("variants", __name__)


@bp.get("/auth/variants")
@endpoint(message="Variants retrieved successfully")
def index() -> list[dict[str, Any]]:
    """The values by type; admins also see the inactive ones."""
    return [variant_json(row) for row in queries.variants(person())]
