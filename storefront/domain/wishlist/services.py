"""Adding to a wishlist and taking out of it."""

from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.ids import is_id, new_id
from storefront.domain.accounts.models import User
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.errors import NoSuchLine, NoSuchProduct
from storefront.domain.cart.forms import AddForm
from storefront.domain.catalog.queries import refs_of
from storefront.domain.wishlist.errors import NoSuchWish, WishlistFull
from storefront.domain.wishlist.forms import WishForm
from storefront.domain.wishlist.models import Wish

MOST = 200
"""Of one owner: a list that is read whole stays short enough for that."""


def add(owner: Owner, form: WishForm) -> None:
    """Remembers a piece; one that is remembered already stays where it is. NoSuchProduct; WishlistFull."""
    if not is_id(form.product_id) or not refs_of([form.product_id]):
        raise NoSuchProduct
    with transaction():
        _remember(owner, form.product_id, {})


def save_for_later(owner: Owner, line_id: str) -> str:
    """Out of the bag and into the wishlist, with its options; the name of the piece. NoSuchLine; WishlistFull."""
    with transaction():
        line = next((one for one in cart.lock(owner).lines if one.id == line_id), None)
        if line is None:
            raise NoSuchLine
        _remember(owner, line.product.id, line.options)
        cart.remove(owner, line_id)
        return line.product.name


def move_to_bag(owner: Owner, product_id: str) -> None:
    """Out of the wishlist and into the bag, with the options it was saved with. NoSuchWish; what cart's `add` refuses, among it
    Invalid where something is still to be chosen."""
    with transaction() as current:
        mine = _mine(owner), Wish.product_id == product_id
        wish = current.execute(select(Wish.product_id, Wish.options).where(*mine)).first()
        if wish is None:
            raise NoSuchWish
        cart.add(owner, AddForm(product_id=wish.product_id, options=wish.options), need_options=True)
        current.execute(delete(Wish).where(*mine))


def remove(owner: Owner, product_id: str) -> None:
    """Forgets a piece, named by its id or by that of its wish. NoSuchWish."""
    with transaction() as current:
        named = (Wish.product_id == product_id) | (Wish.id == product_id)
        gone = delete(Wish).where(_mine(owner), named).returning(Wish.id)
        if not current.execute(gone).all():
            raise NoSuchWish


def take_over(guest: Owner, user_id: str) -> None:
    """A guest has signed in: their wishes become the account's. Repeating changes nothing."""
    with transaction() as current:
        _lock(user_id)
        theirs = select(Wish.product_id).where(Wish.user_id == user_id)
        # What both wish for is the account's already.
        current.execute(delete(Wish).where(_mine(guest), Wish.product_id.in_(theirs)))
        current.execute(update(Wish).where(_mine(guest)).values(user_id=user_id, token_hash=None))


def _lock(user_id: str | None) -> None:
    """One change of an account's wishes after the other: two that wait for each other's rows would wait for ever."""
    if user_id:
        session().execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def _remember(owner: Owner, product_id: str, options: dict[str, Any]) -> None:
    _lock(owner.user_id)
    added = session().execute(_insert(owner, product_id, options)).first()
    if not added and options:
        same = update(Wish).where(_mine(owner), Wish.product_id == product_id)
        session().execute(same.values(options=options))
    # Counted with the new one in: the refusal takes it back.
    if added and _count(owner) > MOST:
        raise WishlistFull(MOST)


def _insert(owner: Owner, product_id: str, options: dict[str, Any]) -> Any:
    whose = {"user_id": owner.user_id, "token_hash": None if owner.user_id else owner.token_hash}
    row = {"id": new_id(), **whose, "product_id": product_id, "options": options, "added_at": now()}
    return upsert(Wish).values(row).on_conflict_do_nothing().returning(Wish.id)


def _count(owner: Owner) -> int:
    return int(session().execute(select(func.count()).select_from(Wish).where(_mine(owner))).scalar_one())


def _mine(owner: Owner) -> ColumnElement[bool]:
    return Wish.user_id == owner.user_id if owner.user_id else Wish.token_hash == (owner.token_hash or "")
