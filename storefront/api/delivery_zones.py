"""Zones of delivery with their rates, for admins."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.promotion import ZoneJson, zone_json
from storefront.domain.delivery import queries, services
from storefront.domain.delivery.forms import ZoneForm
from storefront.web.sign_in import require_admin

bp = Blueprint("delivery_zones", __name__)


@bp.get("/admin/delivery/zones")
@endpoint(rights=ADMIN, query=PageForm, message="Delivery zones retrieved successfully", result=list[ZoneJson])
def index(query: PageForm) -> Answer:
    """The zones that staff have set. Without any, and for PIN codes in none, the terms of trade hold."""
    zones = queries.zones()
    return paged([zone_json(one) for one in part(zones, query)], len(zones), query)


@bp.post("/admin/delivery/zones")
@endpoint(rights=ADMIN, body=ZoneForm, message="Delivery zone created successfully", errors=(409,), result=ZoneJson)
def create(body: ZoneForm) -> ZoneJson:
    """A new zone. The longest beginning of a PIN code decides, so that a city may be taken out of its state."""
    return zone_json(queries.zone(services.add_zone(body, require_admin())))


@bp.put("/admin/delivery/zones/<id>")
@endpoint(rights=ADMIN, body=ZoneForm, message="Delivery zone updated successfully", errors=(404, 409), result=ZoneJson)
def update(id: str, body: ZoneForm) -> ZoneJson:
    """All of it, its rates too."""
    services.change_zone(id, body, require_admin())
    return zone_json(queries.zone(id))


@bp.delete("/admin/delivery/zones/<id>")
@endpoint(rights=ADMIN, message="Delivery zone deleted successfully", errors=(404,), result=None)
def remove(id: str) -> None:
    """Its PIN codes fall back to the terms of trade."""
    services.remove_zone(id, require_admin())
