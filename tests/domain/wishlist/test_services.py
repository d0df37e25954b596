"""Wishes, of accounts and of guests."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.domain.cart import Owner
from storefront.domain.cart.errors import NoSuchProduct
from storefront.domain.wishlist import services
from storefront.domain.wishlist.errors import NoSuchWish, WishlistFull
from storefront.domain.wishlist.forms import WishForm
from storefront.domain.wishlist.queries import wishes
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_catalog, a_ring
from tests.factories.orders import a_guest


def wish(owner: Owner, product: str) -> None:
    services.add(owner, WishForm(product_id=product))


def wished(owner: Owner) -> list[str]:
    return [one.product.id for one in wishes(owner)]


def test_a_guest_has_a_wishlist_too(app: Flask) -> None:
    ring, guest = a_ring(), a_guest()

    wish(guest, ring)

    assert wished(guest) == [ring]
    assert wished(a_guest()) == []


def test_a_visitor_without_a_token_has_no_wishes(app: Flask) -> None:
    wish(a_guest(), a_ring())
    wish(Owner(user_id=a_customer().id), a_ring())

    assert wished(Owner()) == []


def test_signing_in_joins_the_guests_wishes_to_the_accounts(app: Flask) -> None:
    both, theirs, mine = a_ring(), a_ring(), a_ring()
    guest, account = a_guest(), Owner(user_id=a_customer().id)
    for owner, ring in ((guest, both), (guest, theirs), (account, both), (account, mine)):
        wish(owner, ring)

    for _ in range(2):
        services.take_over(guest, str(account.user_id))

    assert sorted(wished(account)) == sorted([both, theirs, mine])
    assert wished(guest) == []


def test_a_full_list_takes_no_more_but_what_it_has(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 3)
    owner, rings = Owner(user_id=a_customer().id), a_catalog(4)
    for ring in rings[:3]:
        wish(owner, ring)

    with pytest.raises(WishlistFull):
        wish(owner, rings[3])
    wish(owner, rings[0])

    assert len(wished(owner)) == 3


def test_only_what_is_there_can_be_wished_for_or_taken_back(app: Flask) -> None:
    owner = a_guest()

    with pytest.raises(NoSuchProduct):
        wish(owner, new_id())
    with pytest.raises(NoSuchWish):
        services.remove(owner, new_id())


def test_a_wish_that_is_made_twice_at_once_is_one(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    owner, ring = Owner(user_id=a_customer().id), a_ring()

    assert at_once(wish, [(owner, ring)] * 4) == [None] * 4

    assert wished(owner) == [ring]


def test_wishes_that_come_while_one_signs_in_are_kept_once(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    rings, guest, account = a_catalog(8), a_guest(), Owner(user_id=a_customer().id)
    for ring in rings:
        wish(guest, ring)

    answers = at_once(_wish_or_sign_in, [(guest, account, rings, turn) for turn in range(4)])

    assert answers == [None] * 4
    assert sorted(wished(account)) == sorted(rings)


def _wish_or_sign_in(guest: Owner, account: Owner, rings: list[str], turn: int) -> None:
    if turn % 2:
        services.take_over(guest, str(account.user_id))
        return
    for ring in rings:
        wish(account, ring)
