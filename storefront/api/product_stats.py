"""How many products there are: for admins."""

from flask import Blueprint
from typing_extensions import TypedDict

from storefront.api.endpoint import ADMIN, endpoint
from storefront.domain.catalog import queries

bp = Blueprint("product_stats", __name__)


class ProductStatsJson(TypedDict):
    """How many products there are; `categories` are so many by name."""

    totalProducts: int
    inStock: int
    outOfStock: int
    featured: int
    categories: dict[str, int]


@bp.get("/admin/stats/products")
@endpoint(rights=ADMIN, message="Product stats retrieved", result=ProductStatsJson)
def show() -> ProductStatsJson:
    """All products but those in the bin, the hidden ones among them; by category under its name."""
    found = queries.stats()
    return {
        "totalProducts": found.products,
        "inStock": found.in_stock,
        "outOfStock": found.out_of_stock,
        "featured": found.featured,
        "categories": found.categories,
    }
