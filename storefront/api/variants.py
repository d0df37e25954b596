"""The sizes, metals and stones that staff offer for choices."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.product import VariantJson, variant_json
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import VariantForm
from storefront.web.sign_in import person, require_person

bp = Blueprint("variants", __name__)


@bp.get("/auth/variants")
@endpoint(query=PageForm, message="Variants retrieved successfully", result=list[VariantJson])
def index(query: PageForm) -> Answer:
    """The values by type; admins also see the inactive ones."""
    who = person()
    rows = queries.variants(who)
    return paged([variant_json(row, who) for row in part(rows, query)], len(rows), query)


@bp.post("/variants")
@endpoint(rights=ADMIN, body=VariantForm, message="Variant created successfully", errors=(409,), result=VariantJson)
def create(body: VariantForm) -> VariantJson:
    """One more size, metal or stone to offer."""
    who = require_person()
    return variant_json(queries.variant(services.add_variant(body, who)), who)
