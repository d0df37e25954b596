"""The words that products share."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.product import TagJson, tag_json
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import TagForm
from storefront.web.sign_in import person, require_person

bp = Blueprint("tags", __name__)


@bp.get("/auth/tags")
@bp.get("/public/tags")
@endpoint(query=PageForm, message="Tags retrieved successfully", of_catalog=True, result=list[TagJson])
def index(query: PageForm) -> Answer:
    """The tags; admins also see the inactive ones."""
    return _list(query)


@bp.get("/admin/tags")
@endpoint(rights=ADMIN, query=PageForm, message="Tags retrieved successfully", result=list[TagJson])
def of_staff(query: PageForm) -> Answer:
    """All tags, the inactive ones too."""
    return _list(query)


@bp.post("/tags")
@bp.post("/admin/tags")
@endpoint(rights=ADMIN, body=TagForm, message="Tag created successfully", errors=(409,), result=TagJson)
def create(body: TagForm) -> TagJson:
    """A new tag. No two have the same name, in whatever case or spelling of spaces."""
    who = require_person()
    return tag_json(queries.tag(services.add_tag(body, who)), who)


def _list(query: PageForm) -> Answer:
    who = person()
    rows = queries.tags(who)
    return paged([tag_json(row, who) for row in part(rows, query)], len(rows), query)
