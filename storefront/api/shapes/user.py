"""A user as the API shows one to themselves and to staff; never the password."""

from typing import Any

from storefront.core.clock import iso
from storefront.core.money import rupees
from storefront.core.site import site
from storefront.domain.accounts import Preferences
from storefront.domain.accounts.queries import Account, SavedAddress


def user_json(account: Account) -> dict[str, Any]:
    """Who somebody is. `createdDate` and `createdAt` are the same moment."""
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


def profile_json(account: Account) -> dict[str, Any]:
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


def preferences_json(preferences: Preferences) -> dict[str, Any]:
    """Prices in rupees, null where there is no bound."""
    return {
        "categories": list(preferences.categories),
        "priceRange": {"min": _rupees(preferences.price_min), "max": _rupees(preferences.price_max)},
    }


def address_json(address: SavedAddress) -> dict[str, Any]:
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
