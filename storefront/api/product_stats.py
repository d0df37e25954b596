"""How many products there are: for admins."""

from typing import Any

from flask import Blueprint

from storefront.api.endpoint import ADMIN, endpoint
from storefront.domain.catalog import queries

bp = Blueprint("product_stats", __name__)


@bp.get("/admin/stats/products")
@endpoint(rights=ADMIN, message="Product stats retrieved")
def show() -> dict[str, Any]:
    """All products but those in the bin, the hidden ones among them; by category under its name."""
    found = queries.stats()
    return {
        "totalProducts": found.products,
        "inStock": found.in_stock,
        "outOfStock": found.out_of_stock,
        "featured": found.featured,
        "categories": found.categories,
    }
