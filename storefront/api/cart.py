"""The signed-in user's cart. The same services as the pages' bag."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from typing_extensions import TypedDict

from storefront.api.endpoint import USER, endpoint
from storefront.api.shapes.product import ProductJson, products_by_id
from storefront.core.clock import iso
from storefront.domain.cart import Bag, Owner, queries, services
from storefront.domain.cart.forms import AddForm, MergeForm, UpdateForm
from storefront.web.pages import pages_instead
from storefront.web.sign_in import require_person

bp = Blueprint("cart", __name__)


class LineJson(TypedDict):
    """A line of the cart. `product` is null once it is nowhere in the shop any more."""

    id: str
    productId: str
    quantity: int
    options: dict[str, str]
    product: ProductJson | None
    addedAt: str


@bp.get("/cart")
@pages_instead("/bag")
@endpoint(rights=USER, message="Cart retrieved successfully", result=list[LineJson])
def show() -> list[LineJson]:
    """The cart's lines with their products."""
    return cart_json(queries.bag(_mine()))


@bp.post("/cart/add")
@endpoint(rights=USER, body=AddForm, message="Item added to cart", errors=(404, 409), result=None, idempotent=True)
def add(body: AddForm) -> None:
    """So many more of a product; the same product and options add up."""
    services.add(_mine(), body)


@bp.put("/cart/update")
@endpoint(rights=USER, body=UpdateForm, message="Cart updated successfully", errors=(404, 409), result=None)
def update(body: UpdateForm) -> None:
    """Another quantity for a line."""
    services.change(_mine(), body)


@bp.delete("/cart/remove/<product>")
@endpoint(rights=USER, message="Item removed from cart", errors=(404,), result=None)
def remove(product: str) -> None:
    """Without this line, or without every line of this product."""
    services.remove(_mine(), product)


@bp.post("/cart/merge")
@endpoint(rights=USER, body=MergeForm, message="Cart merged successfully", result=None)
def merge(body: MergeForm) -> None:
    """Adds what the client kept by itself before its user signed in."""
    services.merge(_mine(), body)


def cart_json(bag: Bag) -> list[LineJson]:
    """The cart as the requirements show it, with each line's options."""
    # Encoded already, each a ProductJson.
    products: Mapping[str, Any] = products_by_id([line.product.id for line in bag.lines])
    return [
        {
            "id": line.id,
            "productId": line.product.id,
            "quantity": line.quantity,
            "options": line.options,
            "product": products.get(line.product.id),
            "addedAt": iso(line.added_at),
        }
        for line in bag.lines
    ]


def _mine() -> Owner:
    return Owner(user_id=require_person().id)
