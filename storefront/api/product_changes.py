"""Changing what the shop sells: for admins."""

import msgspec
from flask import Blueprint

from storefront.api.endpoint import ADMIN, endpoint
from storefront.api.shapes.product import ProductJson, product_json
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import ProductChanges, TagsBulkForm, TagsForm, VisibilityForm
from storefront.web.sign_in import require_person

bp = Blueprint("product_changes", __name__)


@bp.put("/product/id/<id>")
@endpoint(rights=ADMIN, body=ProductChanges, message="Product updated successfully", errors=(404, 409), result=ProductJson)
def change(id: str, body: ProductChanges) -> msgspec.Raw:
    """Changes what was sent of a product and nothing else. Rating, reviews and counters are never written.

    A client may send a whole product back: if its `updatedAt` is older than the last move of the stock, `noOfProducts` is left
    alone.
    """
    who = require_person()
    services.change_product(id, body, who)
    return product_json(queries.product_ref(id, who), who)


@bp.delete("/products/<id>")
@endpoint(rights=ADMIN, message="Product deleted successfully", errors=(404,), result=None)
def remove(id: str) -> None:
    """Into the bin, from where staff can bring it back. Orders keep their own copy."""
    services.bin_products([id], require_person())


@bp.delete("/deleteProducts")
@endpoint(rights=ADMIN, message="All products deleted successfully", result=None)
def remove_all() -> None:
    """Every product into the bin, from where staff can bring them back."""
    services.bin_all(require_person())


@bp.put("/products/<id>/tags")
@endpoint(rights=ADMIN, body=TagsForm, message="Product tags updated successfully", errors=(404,), result=None)
def tag(id: str, body: TagsForm) -> None:
    """These tags and no others; those that are missing are made."""
    services.set_tags(id, body, require_person())


@bp.post("/admin/products/tags/bulk")
@endpoint(rights=ADMIN, body=TagsBulkForm, message="Product tags updated in bulk", errors=(404,), result=None)
def tag_several(body: TagsBulkForm) -> None:
    """The same for up to 1,000 products, all or none. The last word on a product holds."""
    services.set_tags_of_several(body, require_person())


@bp.put("/admin/products/<id>/visibility")
@endpoint(rights=ADMIN, body=VisibilityForm, message="Product visibility updated", errors=(404,), result=None)
def show_or_hide(id: str, body: VisibilityForm) -> None:
    """Whether shoppers see it."""
    services.set_visibility(id, body, require_person())
