"""The rooms of the shop."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.product import CategoryJson, category_json
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import CategoryForm
from storefront.web.sign_in import person, require_person

bp = Blueprint("categories", __name__)


@bp.get("/auth/categories")
@bp.get("/public/categories")
@endpoint(query=PageForm, message="Categories retrieved successfully", of_catalog=True, result=list[CategoryJson])
def index(query: PageForm) -> Answer:
    """The categories in the order that staff gave them; admins also see the inactive ones."""
    return _list(query)


@bp.get("/admin/categories")
@endpoint(rights=ADMIN, query=PageForm, message="Categories retrieved successfully", result=list[CategoryJson])
def of_staff(query: PageForm) -> Answer:
    """All categories, the inactive ones too."""
    return _list(query)


@bp.post("/categories")
@bp.post("/admin/categories")
@endpoint(rights=ADMIN, body=CategoryForm, message="Category created successfully", errors=(409,), result=CategoryJson)
def create(body: CategoryForm) -> CategoryJson:
    """A new category. No two have the same name, in whatever case or spelling of spaces."""
    who = require_person()
    return category_json(queries.category(services.add_category(body, who)), who)


@bp.delete("/categories/<id>")
@bp.delete("/admin/categories/<id>")
@endpoint(rights=ADMIN, message="Category deleted successfully", errors=(404, 409), result=None)
def remove(id: str) -> None:
    """Away with an empty category; those below it move up."""
    services.remove_category(id, require_person())


def _list(query: PageForm) -> Answer:
    who = person()
    rows = queries.categories(who)
    return paged([category_json(row, who) for row in part(rows, query)], len(rows), query)
