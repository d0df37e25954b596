"""Bags of guests that nobody comes back for."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from storefront.core.clock import frozen, now
from storefront.core.db import session
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.forgetting import KEPT, forget_old_bags
from storefront.domain.cart.forms import AddForm
from storefront.domain.cart.models import Cart
from storefront.domain.cart.queries import count
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.orders import a_guest

DAY = timedelta(days=1)


def put_in(owner: Owner, days_ago: float) -> None:
    with frozen(now() - days_ago * DAY):
        cart.add(owner, AddForm(product_id=a_ring(stock=3), quantity=1))


def test_a_guest_s_bag_goes_ninety_days_after_the_last_piece_was_put_in(app: Flask) -> None:
    gone, back_again, young = a_guest(), a_guest(), a_guest()
    put_in(gone, KEPT.days + 1)
    put_in(back_again, KEPT.days + 1)
    put_in(back_again, KEPT.days - 1)
    put_in(young, 1)

    assert forget_old_bags() == 1

    assert [count(one) for one in (gone, back_again, young)] == [0, 2, 1]
    assert session().scalar(select(func.count()).select_from(Cart)) == 2


def test_an_account_s_bag_stays(app: Flask) -> None:
    owner = Owner(user_id=a_customer().id)
    put_in(owner, KEPT.days * 4)

    assert forget_old_bags() == 0

    assert count(owner) == 1
