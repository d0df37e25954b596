"""A user with all that belongs to one: addresses, wishlist and cart, as the requirements' collection has them."""

from collections.abc import Sequence
from typing import Any

from typing_extensions import TypedDict

from storefront.api.shapes.user import AddressJson, ProfileJson, address_json, profile_json
from storefront.core.clock import iso
from storefront.domain.accounts.queries import Account, addresses_of
from storefront.domain.cart.queries import contents_of
from storefront.domain.wishlist.queries import wished_by


class CartEntryJson(TypedDict):
    """A line of the cart without its product."""

    productId: str
    quantity: int
    options: dict[str, str]
    addedAt: str


class WholeUserJson(ProfileJson):
    """A user with what belongs to them. `wishlist` holds ids of products."""

    addresses: list[AddressJson]
    wishlist: list[str]
    cart: list[CartEntryJson]


def whole_users(accounts: Sequence[Account]) -> list[WholeUserJson]:
    """These users in this order; three statements, however many they are."""
    ids = [account.id for account in accounts]
    addresses, wishes, carts = addresses_of(ids), wished_by(ids), contents_of(ids)
    return [
        {
            **profile_json(account),
            "addresses": [address_json(one) for one in addresses.get(account.id, [])],
            "wishlist": wishes.get(account.id, []),
            "cart": [_entry(row) for row in carts.get(account.id, [])],
        }
        for account in accounts
    ]


def _entry(row: Any) -> CartEntryJson:
    return {"productId": row.product_id, "quantity": row.quantity, "options": row.options, "addedAt": iso(row.added_at)}
