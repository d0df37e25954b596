"""Signing in by an account elsewhere: which account here it belongs to, and who may claim one."""

import re
import secrets
from typing import Any

import structlog
from sqlalchemy import delete, select, update

from storefront import adapters
from storefront.adapters.identity.base import Begun, Identity, IdentityProvider, ProviderRefused
from storefront.core.clock import iso, now
from storefront.core.db import assert_no_transaction, end_read, session, transaction, upsert
from storefront.core.site import site
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.accounts.errors import AddressUnverified, IdentityClosed, SignInFailed, StaffSignIn, Taken
from storefront.domain.accounts.models import LinkedIdentity, PasswordReset, User
from storefront.domain.accounts.person import Person, Role
from storefront.domain.accounts.services.registering import add_account
from storefront.domain.accounts.services.sessions import SignedIn, end_sessions, open_session
from storefront.domain.notifications.services import mail

log = structlog.get_logger("shop")


def begin_elsewhere(return_to: str) -> Begun:
    """Begins a sign-in at the provider. IdentityClosed where none is configured; ProviderUnavailable."""
    return _provider().begin(return_to)


def sign_in_elsewhere(code: str, begun: Begun, return_to: str, device: str = "") -> SignedIn:
    """Signs in whoever came back with this code, into their account here or a new one.

    IdentityClosed; ProviderUnavailable, ProviderRefused; AddressUnverified; SignInFailed for a disabled account; StaffSignIn.
    """
    end_read()
    try:
        identity = _provider().finish(code, begun, return_to)
    except ProviderRefused as refused:
        log.warning("sign-in elsewhere refused", reason=refused.reason)
        raise
    return sign_in_as(identity, device)


def sign_in_as(identity: Identity, device: str = "") -> SignedIn:
    """Signs in this identity, which the provider has vouched for; repeating finds the same account.

    It is linked to an account by its verified e-mail address alone. An account whose own address nobody has verified may have
    been made by a stranger who waited for its owner: it loses its password, its links to new ones, and its sessions.
    """
    for _ in range(2):
        with transaction() as current:
            user_id = _linked(identity) or _claimed(identity) or _made(identity)
            if user_id is not None:
                alive = update(User).where(User.id == user_id, User.is_active).values(last_login_at=now())
                if current.execute(alive.returning(User.id)).first() is None:
                    raise SignInFailed
                return open_session(user_id, device)
    # Somebody made an account of this address in the same moment, twice over.
    raise SignInFailed


def _provider() -> IdentityProvider:
    assert_no_transaction()
    provider = adapters.identity()
    if provider is None:
        raise IdentityClosed
    return provider


def _linked(identity: Identity) -> str | None:
    mine = (LinkedIdentity.provider == identity.provider, LinkedIdentity.subject == identity.subject)
    found: str | None = session().execute(select(LinkedIdentity.user_id).where(*mine)).scalar()
    return found


def _claimed(identity: Identity) -> str | None:
    """The account of this address, which is the identity's from now on."""
    if not identity.email_verified or not identity.email:
        raise AddressUnverified
    # Locked: a password that is being chosen at this moment must not outlive the claim.
    columns = (User.id, User.email_verified_at, User.role)
    row = session().execute(select(*columns).where(User.email == identity.email).with_for_update()).first()
    if row is None:
        return None
    if row.email_verified_at is None:
        if row.role == Role.ADMIN:
            raise StaffSignIn
        _take_back(row.id)
    _link(identity, row.id)
    return str(row.id)


def _take_back(user_id: str) -> None:
    """Whoever made this account without owning its address is out."""
    verified = {"password_hash": None, "email_verified_at": now(), "updated_at": now()}
    session().execute(update(User).where(User.id == user_id).values(**verified))
    session().execute(delete(PasswordReset).where(PasswordReset.user_id == user_id))
    end_sessions(user_id)


def _made(identity: Identity) -> str | None:
    """A new account; None if somebody was faster."""
    firstname = _name(identity.firstname) or identity.email.partition("@")[0][:80]
    names = {"email": identity.email, "username": _username(identity.email), "firstname": firstname}
    try:
        user_id = add_account(**names, lastname=_name(identity.lastname), contact="", email_verified_at=now())
    except Taken:
        return None
    _link(identity, user_id)
    facts = {"firstname": firstname, "link": site().address("/account")}
    mail("welcome", identity.email, facts, key=f"welcome:{user_id}")
    return user_id


def _link(identity: Identity, user_id: str) -> None:
    row = {"provider": identity.provider, "subject": identity.subject, "user_id": user_id, "email": identity.email}
    session().execute(upsert(LinkedIdentity).values(**row, created_at=now()).on_conflict_do_nothing())


def _name(given: str) -> str:
    return " ".join("".join(sign for sign in given if sign.isprintable()).split())[:80]


def _username(email: str) -> str:
    """Something of the address, with enough chance in it to be nobody else's."""
    stem = re.sub(r"[^a-z0-9._-]", "", email.partition("@")[0])[:40] or "buyer"
    return f"{stem}-{secrets.token_hex(4)}"


@tells("signsInBy")
def _told(who: Person) -> list[dict[str, Any]]:
    rows = session().execute(select(LinkedIdentity.__table__).where(LinkedIdentity.user_id == who.id))
    return [{"provider": row.provider, "email": row.email, "since": iso(row.created_at)} for row in rows]


@forgets
def _forget(who: Person) -> None:
    session().execute(delete(LinkedIdentity).where(LinkedIdentity.user_id == who.id))
