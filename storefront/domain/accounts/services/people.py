"""Who people are to the shop, and who may run it."""

from sqlalchemy import select, update

from storefront.core.db import session, transaction
from storefront.domain.accounts.errors import LastAdmin, NoSuchAccount
from storefront.domain.accounts.forms import ProfileForm
from storefront.domain.accounts.models import User
from storefront.domain.accounts.person import Person, Role
from storefront.domain.accounts.services.sessions import end_sessions


def edit_profile(who: Person, form: ProfileForm) -> None:
    """How this person is called and reached from now on."""
    with transaction():
        _change(who.id, firstname=form.firstname, lastname=form.lastname, contact=form.contact)


def set_role(user_id: str, role: Role) -> None:
    """Holds from their next request. NoSuchAccount; LastAdmin."""
    with transaction():
        if role is not Role.ADMIN:
            keep_an_admin(user_id)
        _change(user_id, role=role)


def disable(user_id: str) -> None:
    """Cannot sign in any more, and is signed out everywhere. NoSuchAccount; LastAdmin."""
    with transaction():
        keep_an_admin(user_id)
        _change(user_id, is_active=False)
        end_sessions(user_id)


def keep_an_admin(but: str) -> None:
    """LastAdmin if nobody could run the shop without this account; within a transaction."""
    # Locked, in one order: two admins who demote each other at the same moment must not both succeed.
    admins = select(User.id).where(User.role == Role.ADMIN, User.is_active).order_by(User.id).with_for_update()
    if session().scalars(admins).all() == [but]:
        raise LastAdmin


def _change(user_id: str, **values: object) -> None:
    if session().execute(update(User).where(User.id == user_id).values(values).returning(User.id)).first() is None:
        raise NoSuchAccount
