"""New passwords: by a link for whoever forgot theirs, or by the old one."""

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from storefront.core.clock import now
from storefront.core.db import end_read, session, transaction
from storefront.core.errors import Invalid, NotFound
from storefront.core.outbox import enqueue, handles
from storefront.core.site import site
from storefront.domain.accounts import passwords, tokens
from storefront.domain.accounts.errors import LinkRunOut, WrongPassword
from storefront.domain.accounts.forms import ForgotForm, PasswordForm, ResetForm
from storefront.domain.accounts.models import PasswordReset, User
from storefront.domain.accounts.person import Person
from storefront.domain.accounts.queries import Credentials, credentials_of, credentials_of_account, credentials_of_link
from storefront.domain.accounts.services.sessions import SignedIn, end_sessions, open_session
from storefront.domain.notifications.services import mail

LINK_LIVES = timedelta(hours=1)
LINKS_AT_ONCE = 3
"""More letters than that within the hour would be somebody else's doing."""


def forgot_password(form: ForgotForm) -> None:
    """Sends a link to a new password, if there is an account with this address; nobody can tell whether there is."""
    with transaction():
        # The worker looks for the account: here the same is done, in the same time, for every address.
        enqueue("password_link", {"email": form.email})


@handles("password_link")
def send_link(job: dict[str, Any]) -> None:
    """Writes the letter, if the address is an active account's that has not had several already."""
    with transaction() as current:
        asked = select(User.id, User.firstname, User.email).where(User.email == job["email"], User.is_active)
        user = current.execute(asked).first()
        if user is None or _living_links(user.id) >= LINKS_AT_ONCE:
            return
        token = secrets.token_urlsafe(32)
        known_by, moment = tokens.hash_of(token), now()
        row = {"hash": known_by, "user_id": user.id, "created_at": moment, "expires_at": moment + LINK_LIVES}
        current.execute(insert(PasswordReset).values(row))
        link = site().address(f"/account/reset/{token}")
        hours = LINK_LIVES // timedelta(hours=1)
        facts = {"firstname": user.firstname, "link": link, "hours": hours}
        mail("password_reset", user.email, facts, key=f"reset:{known_by}")


def reset_password(token: str, form: ResetForm) -> None:
    """The new password of whoever got the link; signs out everywhere. LinkRunOut; Invalid for a weak one, and the link lives."""
    kept = credentials_of_link(token)
    if kept is None:
        raise LinkRunOut
    hashed = _hash_of_good(form.password, kept)
    moment = now()
    with transaction() as current:
        living = (PasswordReset.used_at.is_(None), PasswordReset.expires_at > moment)
        used = update(PasswordReset).where(PasswordReset.hash == tokens.hash_of(token), *living).values(used_at=moment)
        if current.execute(used.returning(PasswordReset.hash)).first() is None:
            raise LinkRunOut
        # Whoever holds the link can read the mail of this address.
        _set_password(kept.user_id, hashed, email_verified_at=func.coalesce(User.email_verified_at, moment))


def change_password(who: Person, form: PasswordForm, device: str = "") -> SignedIn:
    """A new password by the old one. Signs out everywhere, and in again here. WrongPassword; Invalid for a weak one."""
    kept = confirmed(who, form.current)
    hashed = _hash_of_good(form.password, kept)
    with transaction():
        _set_password(who.id, hashed)
        return open_session(who.id, device)


def confirmed(who: Person, password: str) -> Credentials:
    """What is kept of whoever types their own password once more. WrongPassword."""
    kept = credentials_of_account(who.id)
    end_read()
    if not passwords.belongs(password, kept.password_hash if kept else None) or kept is None:
        raise WrongPassword
    return kept


def give_password(name: str) -> str:
    """A password made up for the active account of this user name or e-mail address, which is signed out everywhere; NotFound.

    For whoever holds the machine the shop runs on: the first admin's was printed once.
    """
    kept = credentials_of(name)
    if kept is None:
        raise NotFound
    end_read()
    made_up = secrets.token_urlsafe(12)
    hashed = passwords.hash_of(made_up)
    with transaction():
        _set_password(kept.user_id, hashed)
    return made_up


def _hash_of_good(password: str, whose: Credentials) -> str:
    end_read()
    if trouble := passwords.trouble_with(password, whose.username, whose.email):
        raise Invalid({"password": trouble})
    return passwords.hash_of(password)


def _set_password(user_id: str, hashed: str, **more: Any) -> None:
    # The account first: somebody who signs in at this moment waits for its row, and is turned away.
    session().execute(update(User).where(User.id == user_id).values(password_hash=hashed, **more))
    end_sessions(user_id)
    unused = update(PasswordReset).where(PasswordReset.user_id == user_id, PasswordReset.used_at.is_(None))
    session().execute(unused.values(used_at=now()))


def _living_links(user_id: str) -> int:
    living = (PasswordReset.used_at.is_(None), PasswordReset.expires_at > now())
    count = select(func.count()).select_from(PasswordReset).where(PasswordReset.user_id == user_id, *living)
    return int(session().execute(count).scalar_one())
