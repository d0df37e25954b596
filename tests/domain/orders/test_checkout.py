"""Placing an order."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from storefront import adapters
from storefront.adapters.payments.base import GatewayUnavailable
from storefront.core import clock
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import AddForm, UpdateForm
from storefront.domain.cart.queries import bag
from storefront.domain.inventory.errors import OutOfStock
from storefront.domain.inventory.queries import available
from storefront.domain.orders.checkout import place, place_deposit
from storefront.domain.orders.errors import AlreadyPaid, BagChanged, EmptyBag, TooManyOpenOrders
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.queries import page
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.orders import DETAILS, a_bag, a_guest, a_payment, a_placed_order, come_back, sandbox


def test_an_order_holds_its_pieces_and_knows_its_price(app: Flask) -> None:
    ring = a_ring(stock=3, price=12_000)

    placed = a_placed_order(ring, 2)

    order = page(placed.id).order
    assert (order.status, order.payment_status, order.total) == ("pending", "pending", 24_000_00)
    assert available([ring]) == {ring: 1}
    assert sandbox().fetch_order(placed.gateway_order_id).amount == 24_000_00


def test_the_gateway_knows_the_order_by_our_number(app: Flask) -> None:
    placed = a_placed_order(a_ring())

    found = sandbox().find_order(placed.number)

    assert found is not None
    assert found.id == placed.gateway_order_id


def test_the_same_bag_answers_the_same_order(app: Flask) -> None:
    owner = a_bag(a_ring(stock=5))

    first, second = place(owner, None, DETAILS), place(owner, None, DETAILS)

    assert first == second


def test_a_changed_bag_replaces_its_order_and_frees_its_pieces(app: Flask) -> None:
    ring = a_ring(stock=5)
    owner = a_bag(ring)
    first = place(owner, None, DETAILS)

    cart.add(owner, AddForm(product_id=ring, quantity=2))
    second = place(owner, None, DETAILS)

    assert (page(first.id).order.status, page(first.id).order.cancel_reason) == ("cancelled", "replaced")
    assert page(second.id).pieces == 3
    assert available([ring]) == {ring: 2}


def test_another_address_is_another_order(app: Flask) -> None:
    owner = a_bag(a_ring(stock=5))
    first = place(owner, None, DETAILS)

    second = place(owner, None, Details(email="asha@example.in", name="Asha Rao"))

    assert first.number != second.number
    assert page(first.id).order.cancel_reason == "replaced"


def test_an_order_that_was_attempted_keeps_its_hold_when_the_bag_changes(app: Flask) -> None:
    ring = a_ring(stock=5)
    owner = a_bag(ring)
    first = place(owner, None, DETAILS)
    a_payment(first, "failed")

    cart.add(owner, AddForm(product_id=ring))
    place(owner, None, DETAILS)

    assert page(first.id).order.status == "pending"
    assert available([ring]) == {ring: 2}


def test_a_changed_bag_whose_order_was_paid_meanwhile_is_told_so_and_the_order_is_settled(app: Flask) -> None:
    ring = a_ring(stock=5)
    owner = a_bag(ring)
    first = place(owner, None, DETAILS)
    a_payment(first)
    cart.add(owner, AddForm(product_id=ring))

    with pytest.raises(AlreadyPaid) as refused:
        place(owner, None, DETAILS)

    assert refused.value.number == first.number
    assert page(first.id).order.status == "confirmed"


def test_an_empty_bag_places_nothing(app: Flask) -> None:
    with pytest.raises(EmptyBag):
        place(a_guest(), None, DETAILS)


def test_what_was_sold_meanwhile_is_told_line_by_line(app: Flask) -> None:
    ring = a_ring(stock=1)
    owner = a_bag(ring)
    a_placed_order(ring)

    with pytest.raises(BagChanged) as refused:
        place(owner, None, DETAILS)

    assert list(refused.value.troubles.values()) == ["This piece has been sold in the meantime."]


def test_ones_own_open_order_does_not_count_against_ones_bag(app: Flask) -> None:
    ring = a_ring(stock=2)
    owner = a_bag(ring, 2)
    place(owner, None, DETAILS)

    cart.change(owner, UpdateForm(product_id=ring, quantity=1))

    assert bag(owner).buyable
    assert page(place(owner, None, DETAILS).id).pieces == 1


def test_a_hold_is_not_extended_by_repeating_but_a_lapsed_one_is_taken_again(app: Flask) -> None:
    owner = a_bag(a_ring(stock=1))
    first = place(owner, None, DETAILS)
    until = page(first.id).order.hold_until

    with clock.later(minutes=5):
        place(owner, None, DETAILS)
    assert page(first.id).order.hold_until == until

    with clock.later(minutes=31):
        again = place(owner, None, DETAILS)
    assert again.id == first.id
    assert page(first.id).order.hold_until > until


def test_a_buyer_may_have_three_open_orders(app: Flask) -> None:
    ring = a_ring(stock=50)
    owner = a_bag(ring)
    for _ in range(3):
        a_payment(place(owner, None, DETAILS), "failed")
        cart.add(owner, AddForm(product_id=ring))

    with pytest.raises(TooManyOpenOrders):
        place(owner, None, DETAILS)


class Silent:
    """A gateway of which no answer comes; what it was asked to make it may have made."""

    def __init__(self, inner: Any, *, works: bool) -> None:
        self._inner, self._works = inner, works

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def create_order(self, *given: Any) -> Any:
        if self._works:
            self._inner.create_order(*given)
        raise GatewayUnavailable

    def fetch_payment(self, _id: str) -> Any:
        raise GatewayUnavailable

    def payments_of(self, _id: str) -> Any:
        raise GatewayUnavailable


@pytest.mark.parametrize("works", [True, False])
def test_an_order_whose_answer_was_lost_is_found_again_by_its_number(app: Flask, works: bool) -> None:
    owner = a_bag(a_ring(stock=1))
    real = adapters.swap(gateway=Silent(sandbox(), works=works))
    with pytest.raises(GatewayUnavailable):
        place(owner, None, DETAILS)

    adapters.use(real)
    placed = place(owner, None, DETAILS)

    found = sandbox().find_order(placed.number)
    assert found is not None
    assert found.id == placed.gateway_order_id


def test_a_deposit_is_an_order_without_pieces_for_exactly_its_amount(app: Flask) -> None:
    who = a_customer()

    placed = place_deposit(who, Details.of(who, receipt="kada"), 5_000_00)

    order = page(placed.id).order
    assert (order.kind, order.total, page(placed.id).pieces) == ("deposit", 5_000_00, 0)


def test_the_same_deposit_and_receipt_answers_the_open_one(app: Flask) -> None:
    who = a_customer()
    details = Details.of(who, receipt="kada")

    assert place_deposit(who, details, 5_000_00) == place_deposit(who, details, 5_000_00)


def test_deposits_of_other_people_do_not_count_as_ones_own(app: Flask) -> None:
    for _ in range(3):
        other = a_customer()
        place_deposit(other, Details.of(other), 5_000_00)
    who = a_customer()

    placed = place_deposit(who, Details.of(who), 5_000_00)

    assert page(placed.id).order.status == "pending"


def test_a_deposit_just_paid_is_not_taken_twice(app: Flask) -> None:
    who = a_customer()
    placed = place_deposit(who, Details.of(who, receipt="kada"), 5_000_00)
    come_back(placed, a_payment(placed))

    with pytest.raises(AlreadyPaid) as refused:
        place_deposit(who, Details.of(who, receipt="other"), 5_000_00)

    assert refused.value.number == placed.number


def buy(product_id: str, token: str) -> str:
    """One buyer, in a process of their own."""
    owner = Owner(token_hash=token)
    cart.add(owner, AddForm(product_id=product_id))
    return place(owner, None, DETAILS).number


def test_the_last_piece_goes_to_one_buyer_only(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    ring = a_ring(stock=1)

    outcomes = at_once(buy, [(ring, f"guest-{number}") for number in range(8)])

    sold = [outcome for outcome in outcomes if outcome.startswith("KN-")]
    assert len(sold) == 1, outcomes
    assert set(outcomes) - set(sold) <= {"OutOfStock", "BagChanged"}
    assert available([ring]) == {ring: 0}


def place_again(token: str) -> str:
    return place(Owner(token_hash=token), None, DETAILS).number


def test_a_double_click_makes_one_order(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    ring = a_ring(stock=5)
    a_bag(ring, owner=Owner(token_hash="twice"))

    outcomes = at_once(place_again, [("twice",)] * 8)

    assert len(set(outcomes)) == 1
    assert available([ring]) == {ring: 4}


def test_stock_that_goes_between_bag_and_order_is_a_clear_refusal(app: Flask) -> None:
    ring = a_ring(stock=1)
    a_placed_order(ring)

    with pytest.raises(OutOfStock) as refused:
        a_bag(ring)

    assert refused.value.left == 0
