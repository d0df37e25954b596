"""The rooms of the shop."""

from flask import Blueprint

from storefront.api.endpoint import Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.product import CategoryJson, category_json
from storefront.domain.catalog import queries
from storefront.web.sign_in import person

bp = Blueprint("categories", __name__)


@bp.get("/auth/categories")
@bp.get("/public/categories")
@endpoint(query=PageForm, message="Categories retrieved successfully", of_catalog=True, result=list[CategoryJson])
def index(query: PageForm) -> Answer:
    """The categories in the order that staff gave them; admins also see the inactive ones."""
    rows = queries.categories(person())
    return paged([category_json(row) for row in part(rows, query)], len(rows), query)
