"""What goes with a piece."""

from typing import Any

from flask import Flask

from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import AddForm
from storefront.domain.catalog import ProductPage, queries, services
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.catalog.services.beside import near, put_beside
from storefront.domain.orders.checkout import place
from storefront.domain.orders.together import bought_together, find_what_goes_together
from tests.factories.catalog import a_ring
from tests.factories.orders import DETAILS, a_guest, a_payment, come_back


def bought(*pieces: str) -> None:
    """One paid order of these."""
    guest: Owner = a_guest()
    for piece in pieces:
        cart.add(guest, AddForm(product_id=piece))
    placed = place(guest, None, DETAILS)
    come_back(placed, a_payment(placed))


def beside(product_id: str) -> list[str]:
    found = queries.product(product_id)
    assert isinstance(found, ProductPage)
    return [card.name for card in found.related]


def test_what_was_bought_together_most_often_comes_first(app: Flask) -> None:
    one, often, once = (a_ring(stock=9, name=name) for name in ("One", "Often", "Once"))
    bought(one, once, often)
    bought(one, often)

    assert bought_together()[one] == [often, once]


def test_by_hand_comes_first_then_bought_together_then_near_in_price(app: Flask) -> None:
    one = a_ring(stock=9, name="One", price=10_000)
    a_ring(name="Far", price=90_000)
    a_ring(name="Near", price=11_000)
    together = a_ring(stock=9, name="Together", category="Earrings")
    by_hand = a_ring(name="By hand", category="Bangles")
    services.change_product(one, ProductChanges(related_products=[by_hand]), None)
    bought(one, together)

    find_what_goes_together()

    assert beside(one) == ["By hand", "Together", "Near", "Far"]


def test_a_round_that_finds_nothing_new_changes_nothing(app: Flask) -> None:
    a_ring()
    a_ring()
    assert put_beside({}) == 2
    before = queries.version()

    assert put_beside({}) == 0
    assert queries.version() == before


def test_what_goes_with_a_piece_is_read_in_one_statement(app: Flask, statements: Any) -> None:
    one = a_ring()
    a_ring()
    put_beside({})

    with statements(at_most=2):
        beside(one)


def test_the_nearest_prices_come_first() -> None:
    assert near(2, [100, 190, 200, 230, 900], 3) == [1, 3, 0]
    assert near(0, [100], 3) == []
