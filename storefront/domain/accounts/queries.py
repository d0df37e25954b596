"""Who somebody is, and where they live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, true

from storefront.core.clock import now
from storefront.core.db import session
from storefront.domain.accounts.models import Address, PasswordReset, SignInSession, User
from storefront.domain.accounts.person import Person, Role
from storefront.domain.accounts.preferences import Preferences
from storefront.domain.accounts.tokens import hash_of


@dataclass(frozen=True)
class Account:
    """An account as its owner sees it, and staff."""

    id: str
    email: str
    username: str
    firstname: str
    lastname: str
    contact: str
    role: Role
    avatar: str | None
    date_of_birth: date | None
    gender: str | None
    preferences: Preferences
    is_active: bool
    last_login_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class SavedAddress:
    """Where parcels or bills of an account go."""

    id: str
    type: str
    """'shipping' or 'billing'."""
    name: str
    phone: str
    street: str
    city: str
    state: str
    zip_code: str
    country: str
    is_default: bool


@dataclass(frozen=True)
class Credentials:
    """What is needed to check a password."""

    user_id: str
    username: str
    email: str
    password_hash: str | None


_NAMES = (User.id, User.email, User.username, User.firstname, User.lastname, User.contact, User.role)
_ACCOUNT = (
    *_NAMES, User.avatar, User.date_of_birth, User.gender, User.preferences, User.is_active, User.last_login_at,
    User.created_at, User.updated_at,
)  # fmt: skip
_ADDRESS = (
    Address.id, Address.type, Address.name, Address.phone, Address.street, Address.city, Address.state, Address.zip_code,
    Address.country, Address.is_default,
)  # fmt: skip

_PERSON_OF_SESSION = (
    select(*_NAMES, User.preferences)
    .join(SignInSession, SignInSession.user_id == User.id)
    .where(SignInSession.id == bindparam("session_id"), SignInSession.ended_at.is_(None), User.is_active)
)


def person_of_session(session_id: str) -> Person | None:
    """Who is signed in by this session, or None if it has ended or the account is disabled. One statement."""
    row = session().execute(_PERSON_OF_SESSION, {"session_id": session_id}).first()
    if row is None:
        return None
    return Person(**_told(row), session_id=session_id)


def account(user_id: str) -> Account | None:
    """The account of this id, disabled ones too."""
    row = session().execute(select(*_ACCOUNT).where(User.id == user_id)).first()
    return _account(row) if row else None


def accounts(*, words: str = "", page: int = 1, limit: int = 20, after: str = "") -> tuple[list[Account], int]:
    """All accounts, the newest first: those with these words in name, user name, e-mail address or phone; and how many.

    `after`: from behind this id on, instead of a page's number. Two statements.
    """
    named = and_(true(), *(_has(word) for word in words.split()[:5]))
    total = session().execute(select(func.count()).select_from(User).where(named)).scalar_one()
    listed = select(*_ACCOUNT).where(named, User.id < after if after else true()).order_by(User.id.desc()).limit(limit)
    rows = session().execute(listed.offset(0 if after else (page - 1) * limit))
    return [_account(row) for row in rows], total


def names_of(user_ids: Iterable[str]) -> dict[str, str]:
    """By id; those that are unknown are missing. One statement."""
    rows = session().execute(select(User.id, User.firstname, User.lastname).where(User.id.in_(set(user_ids))))
    return {row.id: f"{row.firstname} {row.lastname}".strip() for row in rows}


def addresses(user_id: str) -> list[SavedAddress]:
    """Those that this account keeps, the oldest first; one statement."""
    return addresses_of([user_id]).get(user_id, [])


def addresses_of(user_ids: Sequence[str]) -> dict[str, list[SavedAddress]]:
    """The same for many accounts at once, by account."""
    kept = select(Address.user_id, *_ADDRESS).where(Address.user_id.in_(user_ids)).order_by(Address.id)
    found: dict[str, list[SavedAddress]] = {}
    for user_id, *said in session().execute(kept):
        found.setdefault(user_id, []).append(SavedAddress(*said))
    return found


def address(address_id: str, user_id: str) -> SavedAddress | None:
    """One of this account's own, or None."""
    mine = select(*_ADDRESS).where(Address.id == address_id, Address.user_id == user_id)
    row = session().execute(mine).first()
    return SavedAddress(**row._mapping) if row else None


def credentials_of(name: str) -> Credentials | None:
    """Of the active account with this user name or, when there is an @ in it, this e-mail address."""
    return _credentials(User.email == name.lower() if "@" in name else func.lower(User.username) == func.lower(name))


def credentials_of_account(user_id: str) -> Credentials | None:
    """Of the active account with this id."""
    return _credentials(User.id == user_id)


def credentials_of_link(token: str) -> Credentials | None:
    """Of whoever may choose a new password by this link; None if it was used, has run out, or never was."""
    living = (PasswordReset.used_at.is_(None), PasswordReset.expires_at > now())
    holder = select(PasswordReset.user_id).where(PasswordReset.hash == hash_of(token), *living)
    return _credentials(User.id == holder.scalar_subquery())


def _credentials(which: ColumnElement[bool]) -> Credentials | None:
    columns = (User.id, User.username, User.email, User.password_hash)
    row = session().execute(select(*columns).where(which, User.is_active)).first()
    return Credentials(*row) if row else None


def _account(row: Any) -> Account:
    return Account(**_told(row))


def _told(row: Any) -> dict[str, Any]:
    """By name, the role and the preferences as what they mean."""
    return {**row._mapping, "role": Role(row.role), "preferences": Preferences.from_json(row.preferences)}


def _has(word: str) -> ColumnElement[bool]:
    columns = (User.email, User.username, User.firstname, User.lastname, User.contact)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
