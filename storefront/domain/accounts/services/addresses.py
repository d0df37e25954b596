"""The addresses that an account keeps. Of each type that it has any of, exactly one is the default."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.domain.accounts.address_forms import AddressChangesForm, SavedAddressForm
from storefront.domain.accounts.errors import NoSuchAddress, TooManyAddresses
from storefront.domain.accounts.models import Address, User
from storefront.domain.accounts.person import Person
from storefront.domain.accounts.queries import SavedAddress, address, addresses

MOST = 20
"""Of one account: nobody has more homes and offices, and a list stays a list."""


def add_address(who: Person, form: SavedAddressForm) -> SavedAddress:
    """Keeps one more; whoever is not named in it is reached by the account's own name and phone. TooManyAddresses."""
    with transaction() as current:
        if len(_locked(who)) >= MOST:
            raise TooManyAddresses(MOST)
        address_id, moment = new_id(), now()
        row = {"id": address_id, "user_id": who.id, **_columns(form, who), "type": form.type, "is_default": False}
        current.execute(insert(Address).values(**row, created_at=moment, updated_at=moment))
        _settle_default(who.id, form.type, first=address_id if form.is_default else "")
        return _mine(who, address_id)


def change_address(who: Person, address_id: str, form: AddressChangesForm) -> SavedAddress:
    """Puts what was sent in the place of what was kept. NoSuchAddress; Invalid if the whole is not right any more."""
    with transaction() as current:
        _locked(who)
        before = _mine(who, address_id)
        changes = form.changes
        if changes.keys() - {"type", "isDefault"}:
            whole = parse(SavedAddressForm, {**_said(before), **changes})
            current.execute(update(Address).where(Address.id == address_id).values(_columns(whole, who)))
        kind = form.type if "type" in changes else before.type
        stays = before.is_default and kind == before.type and changes.get("isDefault", True)
        moved = {"type": kind, "is_default": stays, "updated_at": now()}
        current.execute(update(Address).where(Address.id == address_id).values(moved))
        _settle_default(who.id, kind, first=address_id if changes.get("isDefault") else "", last=address_id)
        _settle_default(who.id, before.type)
        return _mine(who, address_id)


def choose_address(who: Person, address_id: str) -> SavedAddress:
    """From now on the default of its type. NoSuchAddress."""
    return change_address(who, address_id, AddressChangesForm(is_default=True))


def remove_address(who: Person, address_id: str) -> None:
    """Forgets it; if it was the default, the oldest of its type is. NoSuchAddress."""
    with transaction() as current:
        _locked(who)
        kind = _mine(who, address_id).type
        current.execute(delete(Address).where(Address.id == address_id))
        _settle_default(who.id, kind)


def _locked(who: Person) -> Sequence[str]:
    """The ids of the account's addresses, which are ours alone to change until the transaction ends."""
    session().execute(select(User.id).where(User.id == who.id).with_for_update(key_share=True))
    return session().scalars(select(Address.id).where(Address.user_id == who.id)).all()


def _mine(who: Person, address_id: str) -> SavedAddress:
    found = address(address_id, who.id)
    if found is None:
        raise NoSuchAddress
    return found


def _settle_default(user_id: str, kind: str, first: str = "", last: str = "") -> None:
    """Makes exactly one the default: `first` if given, else the one that is, else the oldest; `last` only if it is alone."""
    those = [one for one in addresses(user_id) if one.type == kind]
    if not those:
        return
    by_right = sorted(those, key=lambda one: (one.id != first, not one.is_default, one.id == last, one.id))
    chosen = by_right[0].id
    # First the old one goes: at no moment may there be two.
    of_kind = (Address.user_id == user_id, Address.type == kind)
    session().execute(update(Address).where(*of_kind, Address.is_default, Address.id != chosen).values(is_default=False))
    session().execute(update(Address).where(Address.id == chosen, ~Address.is_default).values(is_default=True))


def _columns(form: SavedAddressForm, who: Person) -> dict[str, Any]:
    said = form.model_dump(exclude={"type", "is_default"})
    return {**said, "name": form.name or who.name, "phone": form.phone or who.contact}


def _said(kept: SavedAddress) -> dict[str, Any]:
    """As a client would send it."""
    place = {"street": kept.street, "city": kept.city, "state": kept.state, "zipCode": kept.zip_code, "country": kept.country}
    return {"type": kept.type, "name": kept.name, "phone": kept.phone, **place}
