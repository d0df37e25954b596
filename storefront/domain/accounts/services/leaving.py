"""Taking one's data along, and leaving for good."""

from typing import Any

from sqlalchemy import delete, select, update

from storefront.core.clock import iso, now
from storefront.core.db import session, transaction
from storefront.core.idempotency import Repeatable
from storefront.core.site import site
from storefront.domain.accounts.belongings import FORGETS, TOLD, tells
from storefront.domain.accounts.forms import DeletionForm
from storefront.domain.accounts.models import Address, PasswordReset, SignInSession, User
from storefront.domain.accounts.person import Person
from storefront.domain.accounts.services.passwords import confirmed
from storefront.domain.accounts.services.people import keep_an_admin
from storefront.domain.notifications.services import mail

_ADDRESS = ("type", "name", "phone", "street", "city", "state", "zip_code", "country", "is_default")
_ACCOUNT = ("id", "email", "username", "firstname", "lastname", "contact", "role", "avatar", "gender", "preferences")


def export(who: Person) -> dict[str, Any]:
    """All that the shop keeps of this person, as plain values for JSON. Amounts are rupees, times ISO 8601."""
    return {"site": site().url, "exportedAt": iso(now()), **{name: told(who) for name, told in TOLD.items()}}


def delete_account(who: Person, form: DeletionForm) -> None:
    """The account is gone, with all that need not be kept; its orders stay, as the law wants. WrongPassword; LastAdmin."""
    confirmed(who, form.current)
    with transaction() as current:
        keep_an_admin(who.id)
        for forget in FORGETS:
            forget(who)
        for table in (Address, PasswordReset, SignInSession, Repeatable):
            current.execute(delete(table).where(table.user_id == who.id))
        # The row stays, so that orders and reviews still belong to one account; nothing in it says whose it was.
        # A name that nobody can register: neither is `.invalid` an address, nor may a name have @ that is not one's own.
        gone_by = f"{who.id}@deleted.invalid"
        nobody = {"email": gone_by, "username": gone_by, "firstname": "", "lastname": ""}
        nothing: dict[str, Any] = {
            "contact": "",
            "password_hash": None,
            "avatar": None,
            "date_of_birth": None,
            "gender": None,
            "preferences": {},
        }
        gone = {"role": "User", "is_active": False, "email_verified_at": None, "last_login_at": None, "deleted_at": now()}
        current.execute(update(User).where(User.id == who.id).values(**nobody, **nothing, **gone))
        facts = {"firstname": who.firstname, "link": site().address("/contact")}
        mail("account_deleted", who.email, facts, key=f"account-deleted:{who.id}")


@tells("account")
def _account(who: Person) -> dict[str, Any]:
    row = session().execute(select(User.__table__).where(User.id == who.id)).one()
    times = {name: iso(at) if (at := getattr(row, name)) else None for name in ("created_at", "updated_at", "last_login_at")}
    born = row.date_of_birth.isoformat() if row.date_of_birth else None
    return {**{name: getattr(row, name) for name in _ACCOUNT}, "date_of_birth": born, **times}


@tells("addresses")
def _addresses(who: Person) -> list[dict[str, Any]]:
    rows = session().execute(select(Address.__table__).where(Address.user_id == who.id).order_by(Address.id))
    return [{name: getattr(row, name) for name in _ADDRESS} for row in rows]


@tells("signedIn")
def _sessions(who: Person) -> list[dict[str, Any]]:
    rows = session().execute(select(SignInSession.__table__).where(SignInSession.user_id == who.id).order_by(SignInSession.id))
    return [
        {"device": row.user_agent, "since": iso(row.created_at), "until": iso(row.ended_at) if row.ended_at else None}
        for row in rows
    ]
