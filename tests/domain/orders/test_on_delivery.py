"""Paying on delivery."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from storefront.core.outbox import work
from storefront.domain.accounts import Person
from storefront.domain.cart import Owner
from storefront.domain.cart.queries import bag
from storefront.domain.content.services import change_trade
from storefront.domain.inventory.queries import levels
from storefront.domain.orders import settlement
from storefront.domain.orders.cash import promise
from storefront.domain.orders.checkout import place, place_on_delivery
from storefront.domain.orders.errors import AlreadyPaid, NotOnDelivery, TooManyOnDelivery
from storefront.domain.orders.fulfilment import cancel, deliver, ship, take_back
from storefront.domain.orders.queries import find_by_number, page
from storefront.domain.payments.ledger import balance
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_ring, sales
from tests.factories.money import a_refund, books
from tests.factories.orders import DETAILS, a_bag, a_payment, come_back, sandbox


@pytest.fixture(autouse=True)
def _taken(app: Flask) -> None:
    change_trade({"cod": True}, None)


def on_delivery(ring: str, quantity: int = 1, **details: str) -> str:
    return find_by_number(place_on_delivery(a_bag(ring, quantity), None, replace(DETAILS, **details)))


def stands(order_id: str) -> tuple[str, str, str]:
    order = page(order_id).order
    return order.status, order.payment_status, order.payment_method


def test_an_order_is_confirmed_without_payment_and_its_pieces_have_left(app: Flask) -> None:
    ring = a_ring(stock=3)
    owner = a_bag(ring, 2)

    order_id = find_by_number(place_on_delivery(owner, None, DETAILS))

    assert stands(order_id) == ("confirmed", "pending", "cod")
    assert (levels([ring])[ring].on_hand, levels([ring])[ring].held) == (1, 0)
    assert bag(owner).count == 0
    assert books() == []


def test_it_is_paid_when_it_is_delivered_and_only_then(app: Flask) -> None:
    order_id = on_delivery(a_ring(price=12_000))
    ship(order_id, an_admin())
    assert balance(order_id) == 0

    for _ in range(2):
        deliver(order_id, an_admin())

    assert stands(order_id) == ("delivered", "paid", "cod")
    assert balance(order_id) == 12_000_00
    assert books() == []


def test_what_was_paid_in_cash_goes_back_by_hand_without_asking_the_gateway(app: Flask) -> None:
    order_id = on_delivery(a_ring(price=12_000))
    ship(order_id, an_admin())
    deliver(order_id, an_admin())

    a_refund(page(order_id).order)
    work(limit=20)

    assert stands(order_id)[1] == "refunded"
    assert page(order_id).refunds[0].state == "processed"
    assert books() == []


@pytest.mark.parametrize("shipped", [False, True])
def test_one_that_nobody_took_owes_nothing(app: Flask, shipped: bool) -> None:
    ring = a_ring(stock=1)
    order_id = on_delivery(ring)
    if shipped:
        ship(order_id, an_admin())
        take_back(order_id, an_admin())
    else:
        cancel(order_id, None)

    assert stands(order_id)[:2] == ("cancelled", "pending")
    assert levels([ring])[ring].on_hand == 1
    assert books() == []


def test_it_is_a_sale_when_it_is_paid_and_not_before(app: Flask) -> None:
    ring = a_ring(stock=5)
    order_id = on_delivery(ring, 2)
    ship(order_id, an_admin())
    assert sales(ring) == 0

    deliver(order_id, an_admin())

    assert sales(ring) == 2


@pytest.mark.parametrize("same", ["e-mail address", "telephone number", "account"])
def test_whoever_has_enough_to_pay_on_delivery_pays_the_next_one_online(app: Flask, same: str) -> None:
    ring, who = a_ring(stock=9), a_customer()
    for at in range(2):
        place_one(ring, same, at, who)

    with pytest.raises(TooManyOnDelivery) as refused:
        place_one(ring, same, 3, who)

    assert "2 orders to pay on delivery already" in refused.value.errors["pay"]
    assert on_delivery(ring, email="other@example.in", phone="9000000000")
    assert levels([ring])[ring].on_hand == 6


def place_one(ring: str, same: str, at: int, who: Person) -> str:
    """One of several orders of a buyer who is the same in this alone."""
    email = "same@example.in" if same == "e-mail address" else f"buyer{at}@example.in"
    known = ("+91 98765 43210", "9876543210", "", "098765-43210")
    phone = known[at] if same == "telephone number" else f"901234567{at}"
    details = replace(DETAILS, email=email, phone=phone)
    owner = Owner(user_id=who.id) if same == "account" else None
    return place_on_delivery(a_bag(ring, 1, owner), who if same == "account" else None, details)


def test_one_that_has_arrived_or_ended_makes_room_for_another(app: Flask) -> None:
    ring = a_ring(stock=9)
    arrived, ended = on_delivery(ring), on_delivery(ring)
    ship(arrived, an_admin())
    deliver(arrived, an_admin())
    cancel(ended, None)

    assert stands(on_delivery(ring))[0] == stands(on_delivery(ring))[0] == "confirmed"


def test_a_repeat_is_the_same_order_and_counts_once(app: Flask) -> None:
    change_trade({"cod_orders": 1}, None)
    order_id = on_delivery(a_ring(stock=9))

    promise(order_id, None)

    assert stands(order_id)[0] == "confirmed"


def test_many_orders_of_one_buyer_at_once_are_counted(app: Flask, at_once: Any) -> None:
    ring = a_ring(stock=9)

    outcomes = at_once(taken_here, [(ring,)] * 4)

    assert outcomes.count("TooManyOnDelivery") == 2
    assert levels([ring])[ring].on_hand == 7


def taken_here(ring: str) -> str:
    # What a process knows of the terms of trade may be some seconds old.
    change_trade({"cod": True}, None)
    return on_delivery(ring)


def test_one_that_is_refused_waits_to_be_paid_online(app: Flask) -> None:
    change_trade({"cod_orders": 1}, None)
    ring = a_ring(stock=9)
    on_delivery(ring)
    owner = a_bag(ring)
    with pytest.raises(TooManyOnDelivery):
        place_on_delivery(owner, None, DETAILS)

    placed = place(owner, None, DETAILS)
    come_back(placed, a_payment(placed))

    assert stands(placed.id) == ("confirmed", "paid", "upi")


@pytest.mark.parametrize("terms", [{"cod": False}, {"cod_limit": 11_999_99}])
def test_where_it_is_not_taken_it_is_refused(app: Flask, terms: dict[str, object]) -> None:
    change_trade(terms, None)

    with pytest.raises(NotOnDelivery):
        on_delivery(a_ring(price=12_000))


def test_the_limit_itself_is_within_it(app: Flask) -> None:
    change_trade({"cod_limit": 12_000_00}, None)

    assert stands(on_delivery(a_ring(price=12_000)))[0] == "confirmed"


def test_an_order_that_was_to_be_paid_online_may_be_paid_on_delivery_after_all(app: Flask) -> None:
    owner = a_bag(a_ring(stock=1))
    placed = place(owner, None, DETAILS)
    a_payment(placed, "failed")

    number = place_on_delivery(owner, None, DETAILS)

    assert number == placed.number
    assert stands(placed.id)[0] == "confirmed"


def test_one_that_turns_out_to_be_paid_is_not_paid_twice(app: Flask) -> None:
    owner = a_bag(a_ring(stock=1))
    placed = place(owner, None, DETAILS)
    a_payment(placed)

    with pytest.raises(AlreadyPaid):
        place_on_delivery(owner, None, DETAILS)

    assert stands(placed.id) == ("confirmed", "paid", "upi")


def test_money_that_comes_online_after_all_pays_the_order_once(app: Flask) -> None:
    ring = a_ring(stock=3)
    owner = a_bag(ring)
    placed = place(owner, None, DETAILS)
    place_on_delivery(owner, None, DETAILS)

    come_back(placed, a_payment(placed))
    ship(placed.id, an_admin())
    deliver(placed.id, an_admin())

    assert stands(placed.id) == ("delivered", "paid", "upi")
    assert levels([ring])[ring].on_hand == 2
    assert balance(placed.id) == placed.total
    assert books() == []


def test_money_that_comes_online_after_the_cash_goes_back(app: Flask) -> None:
    owner = a_bag(a_ring(stock=3))
    placed = place(owner, None, DETAILS)
    place_on_delivery(owner, None, DETAILS)
    ship(placed.id, an_admin())
    deliver(placed.id, an_admin())

    payment = a_payment(placed)
    settlement.check(placed.id)
    work(limit=20)

    assert sandbox().fetch_payment(payment.id).amount_refunded == payment.amount
    assert balance(placed.id) == placed.total
    assert books() == []
