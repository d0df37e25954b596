"""Who people are to the shop, and who may run it."""

from sqlalchemy import select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.accounts.errors import LastAdmin, NoSuchAccount
from storefront.domain.accounts.forms import ProfileForm
from storefront.domain.accounts.models import User
from storefront.domain.accounts.person import Person, Role
from storefront.domain.accounts.preferences import Preferences
from storefront.domain.accounts.services.sessions import end_sessions


def edit_profile(who: Person, form: ProfileForm) -> None:
    """What this person says of themselves from now on; what the form does not say stays."""
    with transaction() as current:
        changes = form.changes
        if "preferences" in form.model_fields_set:
            # Locked: two tabs that change different halves of them at once must not undo each other.
            kept = current.execute(select(User.preferences).where(User.id == who.id).with_for_update()).scalar_one()
            likes = form.preferences.over(Preferences.from_json(kept)) if form.preferences else Preferences()
            changes["preferences"] = likes.to_json()
        if changes:
            _change(who.id, **changes)


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
    changed = update(User).where(User.id == user_id).values({**values, "updated_at": now()})
    if session().execute(changed.returning(User.id)).first() is None:
        raise NoSuchAccount
