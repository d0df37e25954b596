"""The words that products share."""

from flask import Blueprint

from storefront.api.endpoint import Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.product import TagJson, tag_json
from storefront.domain.catalog import queries
from storefront.web.sign_in import person

bp = Blueprint("tags", __name__)


@bp.get("/auth/tags")
@bp.get("/public/tags")
@endpoint(query=PageForm, message="Tags retrieved successfully", of_catalog=True, result=list[TagJson])
def index(query: PageForm) -> Answer:
    """The tags; admins also see the inactive ones."""
    rows = queries.tags(person())
    return paged([tag_json(row) for row in part(rows, query)], len(rows), query)
