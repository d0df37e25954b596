"""A user as the API shows one to themselves; never the password."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from storefront.core.clock import iso
from storefront.domain.accounts.queries import Account


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
