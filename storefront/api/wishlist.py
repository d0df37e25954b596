"""The signed-in user's wishlist."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from typing_extensions import TypedDict

from storefront.api.endpoint import USER, Answer, endpoint
from storefront.api.shapes.paging import PageForm, paged, part
from storefront.api.shapes.product import ProductJson, products_of
from storefront.core.clock import iso
from storefront.domain.cart import Owner
from storefront.domain.wishlist import queries, services
from storefront.domain.wishlist.forms import WishForm
from storefront.domain.wishlist.queries import Wished
from storefront.web.sign_in import require_person

bp = Blueprint("wishlist", __name__)


class WishJson(TypedDict):
    """A piece that is wished for."""

    id: str
    productId: str
    product: ProductJson
    addedAt: str


@bp.get("/user/wishlist")
@endpoint(rights=USER, query=PageForm, message="Wishlist retrieved successfully", result=list[WishJson])
def index(query: PageForm) -> Answer:
    """The pieces that are wished for, the latest first. One that the shop has taken away for a while comes back with it."""
    found = queries.wishes(_mine())
    return paged(_wishes_json(part(found, query)), len(found), query)


@bp.post("/user/wishlist")
@endpoint(rights=USER, body=WishForm, message="Item added to wishlist", errors=(404, 409), result=None)
def create(body: WishForm) -> None:
    """Remembers a piece; repeating changes nothing."""
    services.add(_mine(), body)


@bp.delete("/user/wishlist/<product>")
@endpoint(rights=USER, message="Item removed from wishlist", errors=(404,), result=None)
def destroy(product: str) -> None:
    """Forgets a piece, named by its id or by that of its entry in the list."""
    services.remove(_mine(), product)


def _wishes_json(found: list[Wished]) -> list[WishJson]:
    # Encoded already, each a ProductJson.
    products: Mapping[str, Any] = products_of([one.product for one in found])
    return [
        {"id": one.id, "productId": one.product.id, "product": products[one.product.id], "addedAt": iso(one.added_at)}
        for one in found
        if one.product.id in products
    ]


def _mine() -> Owner:
    return Owner(user_id=require_person().id)
