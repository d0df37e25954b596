"""A user as the API shows one to themselves; never the password."""

from typing import Any

from storefront.core.clock import iso
from storefront.domain.accounts.queries import Account


def user_json(account: Account) -> dict[str, Any]:
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
