"""The sizes, metals and stones that staff offer for choices."""

from flask import Blueprint

from storefront.api.endpoint import Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.product import VariantJson, variant_json
from storefront.domain.catalog import queries
from storefront.web.sign_in import person

bp = Blueprint("variants", __name__)


@bp.get("/auth/variants")
@endpoint(query=PageForm, message="Variants retrieved successfully", result=list[VariantJson])
def index(query: PageForm) -> Answer:
    """The values by type; admins also see the inactive ones."""
    rows = queries.variants(person())
    return paged([variant_json(row) for row in part(rows, query)], len(rows), query)
