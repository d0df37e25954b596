"""New accounts."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.errors import Invalid
from storefront.core.ids import new_id
from storefront.core.site import site
from storefront.domain.accounts import passwords
from storefront.domain.accounts.errors import Taken
from storefront.domain.accounts.forms import RegisterForm
from storefront.domain.accounts.models import User
from storefront.domain.accounts.person import Role
from storefront.domain.accounts.services.sessions import SignedIn, open_session
from storefront.domain.notifications.services import mail


def register(form: RegisterForm, device: str = "") -> SignedIn:
    """A new account, signed in, with a letter of welcome on its way. Invalid for a weak password, Taken for somebody's name."""
    if trouble := passwords.trouble_with(form.password, form.username, form.email):
        raise Invalid({"password": trouble})
    hashed = passwords.hash_of(form.password)
    with transaction():
        names = form.model_dump(include={"email", "username", "firstname", "lastname", "contact"})
        user_id = add_account(**names, password_hash=hashed)
        mail("welcome", form.email, {"firstname": form.firstname, "link": site().address("/account")}, key=f"welcome:{user_id}")
        return open_session(user_id, device)


def ensure_admin(username: str, password: str | None, email: str) -> str | None:
    """The shop's first admin, unless there is one already. Returns the password if it had to be made up: it is shown once, now.

    Without an address it gets one at the site's host. Invalid for a weak password; Taken if a customer has the name.
    """
    if _there_is_an_admin():
        return None
    if password and (trouble := passwords.trouble_with(password, username, email)):
        raise Invalid({"password": trouble})
    chosen = password or secrets.token_urlsafe(12)
    hashed = passwords.hash_of(chosen)
    address = (email or f"{username}@{urlsplit(site().url).hostname}").lower()
    names = {"username": username, "email": address, "firstname": "Shop", "lastname": "Admin", "contact": ""}
    with transaction():
        try:
            add_account(**names, password_hash=hashed, role=Role.ADMIN)
        except Taken:
            # Web and worker start at the same moment: whoever is second finds the first one's admin.
            if not _there_is_an_admin():
                raise
            return None
    return None if password else chosen


def add_account(**account: Any) -> str:
    """A row for a new account; returns its id. Within a transaction. Taken."""
    moment = now()
    row = {**account, "id": new_id(), "is_active": True, "preferences": {}, "created_at": moment, "updated_at": moment}
    # Whichever of two at once is first gets the name; asking before would let both through.
    added: str | None = session().execute(upsert(User).values(row).on_conflict_do_nothing().returning(User.id)).scalar()
    if added is None:
        raise Taken(_taken(account["email"], account["username"]))
    return added


def _taken(email: str, username: str) -> dict[str, str]:
    names = func.lower(User.username) == func.lower(username)
    rows = session().execute(select(User.email == email, names).where((User.email == email) | names)).all()
    sentences = {
        "email": "There is an account with this address already. Sign in, or ask for a new password.",
        "username": "Somebody has this user name already. Please choose another.",
    }
    found = {"email": any(row[0] for row in rows), "username": any(row[1] for row in rows)}
    return {field: sentence for field, sentence in sentences.items() if found[field]}


def _there_is_an_admin() -> bool:
    admins = select(User.id).where(User.role == Role.ADMIN, User.is_active).limit(1)
    return session().execute(admins).first() is not None
