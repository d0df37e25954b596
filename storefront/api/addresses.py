"""The addresses that the signed-in user keeps."""

from flask import Blueprint

from storefront.api.endpoint import USER, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.user import AddressJson, address_json
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.address_forms import AddressChangesForm, SavedAddressForm
from storefront.web.sign_in import require_person

bp = Blueprint("addresses", __name__)


@bp.get("/user/addresses")
@endpoint(rights=USER, query=PageForm, message="Addresses retrieved successfully", result=list[AddressJson])
def index(query: PageForm) -> Answer:
    """One's own addresses, the oldest first."""
    kept = queries.addresses(require_person().id)
    return paged([address_json(one) for one in part(kept, query)], len(kept), query)


@bp.post("/user/addresses")
@endpoint(rights=USER, body=SavedAddressForm, message="Address added successfully", errors=(409,), result=AddressJson)
def create(body: SavedAddressForm) -> AddressJson:
    """Keeps one more. The first of its type becomes the default, and so does one that is sent as the default."""
    return address_json(services.add_address(require_person(), body))


@bp.put("/user/addresses/<id>")
@endpoint(rights=USER, body=AddressChangesForm, message="Address updated successfully", errors=(404,), result=AddressJson)
def update(id: str, body: AddressChangesForm) -> AddressJson:
    """Changes what is sent; the rest stays. Of each type exactly one is the default."""
    return address_json(services.change_address(require_person(), id, body))


@bp.delete("/user/addresses/<id>")
@endpoint(rights=USER, message="Address removed successfully", errors=(404,), result=None)
def destroy(id: str) -> None:
    """Forgets it. If it was the default, the oldest of its type takes its place."""
    services.remove_address(require_person(), id)
