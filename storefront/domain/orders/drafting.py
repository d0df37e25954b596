"""Drafts: what somebody has typed into the checkout so far is kept with the bag.

So nothing is lost by going back, loading again or coming back tomorrow. A power cut may take what was typed last (see
`transaction`), and the whole goes when the order is accepted.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.errors import Invalid
from storefront.core.timetable import every
from storefront.domain.accounts import Person
from storefront.domain.accounts.address_forms import SavedAddressForm
from storefront.domain.accounts.belongings import tells
from storefront.domain.accounts.errors import TooManyAddresses
from storefront.domain.accounts.queries import SavedAddress, addresses
from storefront.domain.accounts.services import add_address
from storefront.domain.cart import Owner
from storefront.domain.cart.models import Cart
from storefront.domain.cart.queries import locked
from storefront.domain.orders.errors import EmptyBag
from storefront.domain.orders.models import CheckoutDraft
from storefront.domain.orders.steps import Step, Typed, merged, offered, troubles

KEPT = timedelta(days=30)
NEW = "new"
"""Instead of the id of a saved address: the one that is typed."""

_d = CheckoutDraft.__table__.c
_c = Cart.__table__.c
_TYPED = select(_d.typed).join_from(CheckoutDraft.__table__, Cart.__table__, _c.id == _d.cart_id)
_OF_USER = _TYPED.where(_c.user_id == bindparam("owner"))
_OF_GUEST = _TYPED.where(_c.token_hash == bindparam("owner"))


def typed_of(owner: Owner) -> dict[str, str]:
    """What was typed with this bag so far."""
    mine, whose = (_OF_USER, owner.user_id) if owner.user_id else (_OF_GUEST, owner.token_hash or "")
    found: dict[str, str] | None = session().execute(mine, {"owner": whose}).scalar()
    return found or {}


def answer(owner: Owner, person: Person | None, step: Step, sent: Typed) -> dict[str, str]:
    """Keeps what this step has sent, right or wrong; returns all that was typed. EmptyBag; Invalid for what is wrong.

    An address of the account's own may be named by its id; a typed one joins the account if that was asked for.
    """
    with transaction(durable=bool(sent.get("save"))):
        cart_id = locked(owner)
        if cart_id is None:
            raise EmptyBag
        typed = merged(typed_of(owner), step, sent)
        if step is Step.CONTACT:
            typed |= _of_saved(person, typed)
        wrong = troubles(step, typed)
        if step is Step.CONTACT and wrong:
            # A saved address that will not do is typed once more.
            typed["address"] = NEW
        if typed.get("save") and person and not wrong:
            wrong = _save(person, typed)
        for field, value in offered(typed).items():
            # Filled in, but not taken for said: the buyer is to look at it before the parcel goes there.
            typed[field], wrong[field] = value, "Is this right? It follows from the PIN code."
        _keep(cart_id, typed)
    if wrong:
        raise Invalid(wrong)
    return typed


def keep(owner: Owner, typed: Typed) -> None:
    """Puts this in the place of what was typed before, if there is a bag."""
    with transaction(durable=False):
        if cart_id := locked(owner):
            _keep(cart_id, typed)


def take_over(guest: Owner, user_id: str) -> None:
    """A guest with a bag signs in: what they have typed joins the account's bag, unless something was typed there."""
    with transaction() as current:
        theirs, own = locked(guest), locked(Owner(user_id=user_id))
        if theirs is None or own is None:
            return
        typed_there = exists().where(CheckoutDraft.cart_id == own)
        current.execute(update(CheckoutDraft).where(CheckoutDraft.cart_id == theirs, ~typed_there).values(cart_id=own))
        current.execute(delete(CheckoutDraft).where(CheckoutDraft.cart_id == theirs))


def forget(cart_id: str | None) -> None:
    """The order of this bag is accepted: the next one begins afresh. Within a transaction."""
    merged_into = select(Cart.merged_into_id).where(Cart.id == cart_id, Cart.merged_into_id.is_not(None))
    mine = (CheckoutDraft.cart_id == cart_id) | CheckoutDraft.cart_id.in_(merged_into)
    session().execute(delete(CheckoutDraft).where(mine))


@every("forget_checkout_drafts", seconds=24 * 60 * 60)
def forget_old() -> None:
    """Who has not come back for a month begins afresh."""
    with transaction() as current:
        current.execute(delete(CheckoutDraft).where(CheckoutDraft.updated_at < now() - KEPT))


@tells("checkout")
def told(who: Person) -> dict[str, Any]:
    """What waits in the checkout. It goes with the bag."""
    mine = select(CheckoutDraft.typed).join(Cart, Cart.id == CheckoutDraft.cart_id).where(Cart.user_id == who.id)
    return session().execute(mine).scalar() or {}


def _of_saved(person: Person | None, typed: Typed) -> dict[str, str]:
    """The fields of the saved address that was chosen; an id that is not one's own counts as a new address."""
    chosen = typed.get("address", "")
    kept = {one.id: one for one in addresses(person.id)} if person and chosen not in ("", NEW) else {}
    return as_typed(kept[chosen]) if chosen in kept else {"address": NEW}


def as_typed(kept: SavedAddress) -> dict[str, str]:
    """A saved address in the words of the checkout's fields, but for the phone, which is the buyer's of today."""
    place = {"pin": kept.zip_code, "city": kept.city, "state": kept.state, "street": kept.street}
    return {"address": kept.id, "name": kept.name, "save": "", **place}


def _save(person: Person, typed: dict[str, str]) -> dict[str, str]:
    """Keeps the address in the account, once, and names it from now on; the trouble if the account is full."""
    place = {"street": typed["street"], "city": typed["city"], "state": typed["state"], "zip_code": typed["pin"]}
    form = SavedAddressForm(**place, name=typed["name"], phone=typed["phone"])
    same = (one for one in addresses(person.id) if (one.street, one.zip_code) == (form.street, form.zip_code))
    try:
        known = next(same, None) or add_address(person, form)
    except TooManyAddresses as full:
        return {"save": full.sentence}
    typed |= {"address": known.id, "save": ""}
    return {}


def _keep(cart_id: str, typed: Typed) -> None:
    row = {"cart_id": cart_id, "typed": dict(typed), "updated_at": now()}
    fresh = {name: row[name] for name in ("typed", "updated_at")}
    session().execute(upsert(CheckoutDraft).values(row).on_conflict_do_update(index_elements=["cart_id"], set_=fresh))
