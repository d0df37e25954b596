"""Wishlists of guests that nobody comes back for."""

from datetime import timedelta

from flask import Flask

from storefront.core.clock import frozen, now
from storefront.domain.cart import Owner
from storefront.domain.cart.forgetting import KEPT
from storefront.domain.wishlist import services
from storefront.domain.wishlist.forgetting import forget_old_wishes
from storefront.domain.wishlist.forms import WishForm
from storefront.domain.wishlist.queries import wishes
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.orders import a_guest


def wish(owner: Owner, days_ago: int) -> None:
    with frozen(now() - timedelta(days=days_ago)):
        services.add(owner, WishForm(product_id=a_ring()))


def test_a_guest_s_wishlist_goes_as_a_whole_ninety_days_after_the_last_wish(app: Flask) -> None:
    gone, back_again, account = a_guest(), a_guest(), Owner(user_id=a_customer().id)
    for whose in (gone, back_again, account):
        wish(whose, KEPT.days + 1)
    wish(back_again, KEPT.days - 1)

    forget_old_wishes()

    assert [len(wishes(whose)) for whose in (gone, back_again, account)] == [0, 2, 1]
