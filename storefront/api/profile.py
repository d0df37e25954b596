"""What the signed-in user says of themselves."""

from flask import Blueprint
from typing_extensions import TypedDict

from storefront.api.endpoint import USER, endpoint
from storefront.api.shapes.user import AddressJson, ProfileJson, address_json, profile_json
from storefront.core.clock import iso
from storefront.core.errors import NotFound
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.forms import ProfileForm
from storefront.domain.cart import Owner
from storefront.domain.cart.queries import contents
from storefront.domain.wishlist.queries import wishes
from storefront.web.sign_in import require_person

bp = Blueprint("profile", __name__)


class CartEntryJson(TypedDict):
    """A line of the cart without its product."""

    productId: str
    quantity: int
    options: dict[str, str]
    addedAt: str


class OwnProfileJson(ProfileJson):
    """A user as they see themselves. `wishlist` holds ids of products."""

    addresses: list[AddressJson]
    wishlist: list[str]
    cart: list[CartEntryJson]


@bp.get("/user/profile")
@endpoint(rights=USER, message="Profile retrieved successfully", result=OwnProfileJson)
def show() -> OwnProfileJson:
    """The user's own account, with addresses, wishlist and cart; never the password."""
    return _whole(require_person().id)


@bp.put("/user/profile")
@endpoint(rights=USER, body=ProfileForm, message="Profile updated successfully", result=OwnProfileJson)
def update(body: ProfileForm) -> OwnProfileJson:
    """Changes what is sent; the rest stays. Role, user name and e-mail address are changed elsewhere."""
    who = require_person()
    services.edit_profile(who, body)
    return _whole(who.id)


def _whole(user_id: str) -> OwnProfileJson:
    account = queries.account(user_id)
    if account is None:
        raise NotFound
    mine = Owner(user_id=user_id)
    cart: list[CartEntryJson] = [
        {"productId": row.product_id, "quantity": row.quantity, "options": row.options, "addedAt": iso(row.added_at)}
        for row in contents(mine)
    ]
    return {
        **profile_json(account),
        "addresses": [address_json(one) for one in queries.addresses(user_id)],
        "wishlist": [one.product.id for one in wishes(mine)],
        "cart": cart,
    }
