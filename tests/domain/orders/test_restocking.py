"""Pieces that come back: each once, and what is sold follows."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from storefront.core.db import transaction
from storefront.core.errors import Invalid
from storefront.core.ids import new_id
from storefront.core.outbox import work
from storefront.domain.accounts import Person
from storefront.domain.inventory import audit
from storefront.domain.inventory.errors import NotOut
from storefront.domain.inventory.models import Hold
from storefront.domain.inventory.queries import levels
from storefront.domain.orders import refunds
from storefront.domain.orders.errors import NotOfThisOrder, TooManyBack
from storefront.domain.orders.forms import RefundForm
from storefront.domain.orders.fulfilment import cancel, ship, take_back
from storefront.domain.orders.queries import page
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring, sales
from tests.factories.money import a_refund, books
from tests.factories.orders import a_paid_order


@pytest.fixture(autouse=True)
def _nothing_drifts(app: Flask) -> Iterator[None]:
    yield
    assert audit.drifts() == []
    assert books() == []


def on_hand(ring: str) -> int | None:
    return levels([ring])[ring].on_hand


def line_of(order_id: str) -> Any:
    return page(order_id).lines[0]


def back(placed: Any, pieces: int, amount: int = 100, **said: Any) -> str:
    return a_refund(placed, amount, pieces={line_of(placed.id).id: pieces}, **said)


def test_so_many_pieces_of_a_line_go_back_on_the_shelf(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 3)

    back(placed, 2)

    assert (on_hand(ring), line_of(placed.id).returned, sales(ring)) == (4, 2, 1)


def test_more_than_was_bought_never_comes_back(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 3)
    back(placed, 2)

    with pytest.raises(TooManyBack) as refused:
        back(placed, 2)

    assert refused.value.left == 1
    assert (on_hand(ring), page(placed.id).order.refunded) == (4, 100)


def test_the_rest_comes_back_with_all_of_the_order_and_then_nothing_more(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 3)
    back(placed, 2)

    for _ in range(2):
        a_refund(placed, 100, restock=True)

    assert (on_hand(ring), sales(ring)) == (5, 0)


def test_the_same_form_puts_nothing_back_twice(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 3)
    key = new_id()

    first, second = back(placed, 1, key=key), back(placed, 1, key=key)

    assert first == second
    assert on_hand(ring) == 3


def test_many_hands_at_once_put_back_what_was_sold_and_no_more(app: Flask, at_once: Any) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 3)

    outcomes = at_once(give_one_back, [(placed.id, an_admin())] * 4)

    assert outcomes.count("TooManyBack") == 1
    assert (on_hand(ring), sales(ring)) == (5, 0)


def give_one_back(order_id: str, who: Person) -> str:
    form = RefundForm(amount=100, reason="It came back.", key=new_id(), pieces={line_of(order_id).id: 1})
    return refunds.refund(order_id, form, who)


def test_a_line_of_another_order_is_refused_and_nothing_is_given_back(app: Flask) -> None:
    placed, other = a_paid_order(a_ring()), a_paid_order(a_ring())

    with pytest.raises(NotOfThisOrder):
        a_refund(placed, 100, pieces={line_of(other.id).id: 1})

    assert page(placed.id).order.refunded == 0


def test_whoever_names_pieces_says_how_much_they_are_worth(app: Flask) -> None:
    placed = a_paid_order(a_ring(stock=5), 3)

    with pytest.raises(Invalid) as refused:
        a_refund(placed, None, pieces={line_of(placed.id).id: 1})

    assert list(refused.value.errors) == ["amount"]


def test_money_back_as_a_kindness_leaves_the_sale(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 2)

    a_refund(placed, 100)

    assert sales(ring) == 2


def test_all_money_back_is_no_sale_even_where_the_piece_stays_away(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 2)

    a_refund(placed)
    work(limit=20)

    assert (on_hand(ring), sales(ring)) == (3, 0)


@pytest.mark.parametrize("shipped", [False, True])
def test_an_order_that_ends_is_no_sale_and_brings_back_what_was_still_out(app: Flask, shipped: bool) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 3)
    back(placed, 1)
    if shipped:
        ship(placed.id, an_admin())
        take_back(placed.id, an_admin())
    else:
        cancel(placed.id, None)

    assert (on_hand(ring), sales(ring)) == (5, 0)


def test_pieces_that_the_stock_never_knew_of_are_not_put_into_it(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 1)
    with transaction() as current:
        # As it is with an order of a former shop.
        current.execute(delete(Hold).where(Hold.order_id == placed.id))

    with pytest.raises(NotOut):
        back(placed, 1)

    assert (on_hand(ring), line_of(placed.id).returned, page(placed.id).order.refunded) == (4, 0, 0)
