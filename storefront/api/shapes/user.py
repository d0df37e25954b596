"""A user as the API shows one to themselves and to staff; never the password."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from storefront.core.clock import iso
from storefront.core.money import rupees
from storefront.core.site import site
from storefront.domain.accounts import Preferences
from storefront.domain.accounts.queries import Account, SavedAddress


class UserJson(TypedDict):
    """A user, without the password."""

    id: str
    email: str
    firstname: str
    lastname: str
    contact: str
    username: str
    role: Literal["Admin", "User"]
    createdDate: str
    createdAt: str


class PriceRangeJson(TypedDict):
    """In rupees; null where there is no bound."""

    min: float | None
    max: float | None


class PreferencesJson(TypedDict):
    """What somebody likes to see first."""

    categories: list[str]
    priceRange: PriceRangeJson


class ProfileJson(UserJson):
    """A user with all that the account says of itself."""

    avatar: str | None
    dateOfBirth: str | None
    gender: str | None
    preferences: PreferencesJson
    isActive: bool
    lastLogin: str | None
    updatedAt: str


class AddressJson(TypedDict):
    """An address that somebody keeps."""

    id: str
    type: str
    name: str
    phone: str
    street: str
    city: str
    state: str
    zipCode: str
    country: str
    isDefault: bool


class TokensJson(TypedDict):
    """Tokens for a client that keeps them itself. `expiresIn` is in seconds, and the access token's."""

    accessToken: str
    refreshToken: NotRequired[str]
    expiresIn: int


class SignedInJson(UserJson):
    """The user and, for those who asked for `"tokens": "body"`, the tokens."""

    accessToken: NotRequired[str]
    refreshToken: NotRequired[str]
    expiresIn: NotRequired[int]


def user_json(account: Account) -> UserJson:
    """`createdDate` and `createdAt` are the same moment."""
    created = iso(account.created_at)
    return {
        "id": account.id,
        "email": account.email,
        "firstname": account.firstname,
        "lastname": account.lastname,
        "contact": account.contact,
        "username": account.username,
        "role": account.role.value,
        "createdDate": created,
        "createdAt": created,
    }


def profile_json(account: Account) -> ProfileJson:
    """The same with all that the account says of itself."""
    return {
        **user_json(account),
        "avatar": site().address(account.avatar) if account.avatar else None,
        "dateOfBirth": account.date_of_birth.isoformat() if account.date_of_birth else None,
        "gender": account.gender,
        "preferences": preferences_json(account.preferences),
        "isActive": account.is_active,
        "lastLogin": iso(account.last_login_at) if account.last_login_at else None,
        "updatedAt": iso(account.updated_at),
    }


def preferences_json(preferences: Preferences) -> PreferencesJson:
    """Prices in rupees, null where there is no bound."""
    return {
        "categories": list(preferences.categories),
        "priceRange": {"min": _rupees(preferences.price_min), "max": _rupees(preferences.price_max)},
    }


def address_json(address: SavedAddress) -> AddressJson:
    return {
        "id": address.id,
        "type": address.type,
        "name": address.name,
        "phone": address.phone,
        "street": address.street,
        "city": address.city,
        "state": address.state,
        "zipCode": address.zip_code,
        "country": address.country,
        "isDefault": address.is_default,
    }


def _rupees(paise: int | None) -> int | float | None:
    return None if paise is None else rupees(paise)
