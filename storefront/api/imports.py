"""Many products at once: for admins."""

from flask import Blueprint

from storefront.api.endpoint import ADMIN, endpoint
from storefront.domain.catalog import services
from storefront.domain.catalog.forms import ChoiceForm, ProductForm
from storefront.web.sign_in import require_person

bp = Blueprint("imports", __name__)

MOST = 10_000


@bp.post("/importproducts")
@endpoint(rights=ADMIN, body=ProductForm, at_most=MOST, message="Products imported successfully", result=None, idempotent=True)
def create(body: list[ProductForm]) -> None:
    """Up to 10,000 products, all or none, with the categories and tags that are missing.

    Each entry that will not do is named by its place and field: `3.price`. One whose `slug` is there already is changed, out of
    the bin too; its stock stays as it is. Pictures are kept as the addresses that were given.
    """
    services.import_products(body, require_person(), bring_back=True)


@bp.post("/admin/products/pictures/fetch")
@endpoint(rights=ADMIN, body=ChoiceForm, message="Pictures will be fetched", errors=(404,), result=None)
def fetch_pictures(body: ChoiceForm) -> None:
    """The pictures of these products, of all without `productIds`, that lie elsewhere are fetched soon and kept by the shop.

    Only from machines that are open to everybody; what cannot be had stays at its address.
    """
    services.fetch_pictures(body, require_person())
