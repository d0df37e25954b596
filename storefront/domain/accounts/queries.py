"""Who somebody is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, select

from storefront.core.clock import now
from storefront.core.db import session
from storefront.domain.accounts.models import PasswordReset, SignInSession, User
from storefront.domain.accounts.person import Person, Role
from storefront.domain.accounts.tokens import hash_of


@dataclass(frozen=True)
class Account:
    """An account as its owner sees it."""

    id: str
    email: str
    username: str
    firstname: str
    lastname: str
    contact: str
    role: Role
    created_at: datetime


@dataclass(frozen=True)
class Credentials:
    """What is needed to check a password."""

    user_id: str
    username: str
    email: str
    password_hash: str | None


_NAMES = (User.id, User.email, User.username, User.firstname, User.lastname, User.contact, User.role)

_PERSON_OF_SESSION = (
    select(*_NAMES)
    .join(SignInSession, SignInSession.user_id == User.id)
    .where(SignInSession.id == bindparam("session_id"), SignInSession.ended_at.is_(None), User.is_active)
)


def person_of_session(session_id: str) -> Person | None:
    """Who is signed in by this session, or None if it has ended or the account is disabled. One statement."""
    row = session().execute(_PERSON_OF_SESSION, {"session_id": session_id}).first()
    return Person(*row[:6], role=Role(row.role), session_id=session_id) if row else None


def account(user_id: str) -> Account | None:
    """The account of this id, disabled ones too."""
    row = session().execute(select(*_NAMES, User.created_at).where(User.id == user_id)).first()
    return Account(*row[:6], role=Role(row.role), created_at=row.created_at) if row else None


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
