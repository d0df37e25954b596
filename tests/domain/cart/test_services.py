"""The bag."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.bag import LINES
from storefront.domain.cart.errors import BagFull, NoSuchLine, NoSuchProduct, WhichLine
from storefront.domain.cart.forms import AddForm, MergeForm, UpdateForm
from storefront.domain.cart.queries import bag, count
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.catalog.services import change_product
from storefront.domain.inventory.errors import OutOfStock
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring, made_to_order
from tests.factories.orders import a_bag, a_guest, a_placed_order

SIZES = {"sizes": ["10", "12"], "metals": ["Gold", "Platinum"]}


def adding(product: str, quantity: int = 1, **options: str) -> AddForm:
    return AddForm(product_id=product, quantity=quantity, options=options)


def test_the_same_piece_with_the_same_options_adds_up(app: Flask) -> None:
    ring, owner = a_ring(stock=9, variants=SIZES), a_guest()

    cart.add(owner, adding(ring, size="10", metal="Gold"))
    cart.add(owner, adding(ring, 2, metal="Gold", size="10"))

    assert [line.quantity for line in bag(owner).lines] == [3]


def test_other_options_are_another_line(app: Flask) -> None:
    ring, owner = a_ring(stock=9, variants=SIZES), a_guest()

    cart.add(owner, adding(ring, size="10"))
    cart.add(owner, adding(ring, size="12"))

    assert [line.options for line in bag(owner).lines] == [{"size": "10"}, {"size": "12"}]


def test_an_option_that_the_piece_does_not_have_is_refused(app: Flask) -> None:
    ring = a_ring(variants=SIZES)

    with pytest.raises(Invalid):
        cart.add(a_guest(), adding(ring, size="99"))


def test_a_page_asks_for_every_choice(app: Flask) -> None:
    ring = a_ring(variants=SIZES)

    with pytest.raises(Invalid):
        cart.add(a_guest(), adding(ring, size="10"), need_options=True)


def test_more_than_the_stock_is_refused_over_all_lines_and_says_what_is_left(app: Flask) -> None:
    ring, owner = a_ring(stock=3, variants=SIZES), a_guest()
    cart.add(owner, adding(ring, 2, size="10"))

    with pytest.raises(OutOfStock) as refused:
        cart.add(owner, adding(ring, 2, size="12"))

    assert refused.value.left == 3
    assert bag(owner).count == 2


def test_a_line_holds_at_most_ninety_nine(app: Flask) -> None:
    ring, owner = a_ring(stock=None), a_guest()
    cart.add(owner, adding(ring, 99))

    with pytest.raises(Invalid):
        cart.add(owner, adding(ring))


@pytest.mark.parametrize("product", ["0" * 24, "no-such-ring", "'"])
def test_what_is_not_in_the_shop_cannot_be_put_in(app: Flask, product: str) -> None:
    with pytest.raises(NoSuchProduct):
        cart.add(a_guest(), adding(product))


def test_a_quantity_is_changed_by_line_or_by_product(app: Flask) -> None:
    ring = a_ring(stock=9)
    owner = a_bag(ring)
    line = bag(owner).lines[0].id

    cart.change(owner, UpdateForm(line_id=line, quantity=4))
    assert bag(owner).count == 4
    cart.change(owner, UpdateForm(product_id=ring, quantity=2))
    assert bag(owner).count == 2


def test_a_product_in_several_lines_needs_its_options_to_be_changed(app: Flask) -> None:
    ring, owner = a_ring(stock=9, variants=SIZES), a_guest()
    cart.add(owner, adding(ring, size="10"))
    cart.add(owner, adding(ring, size="12"))

    with pytest.raises(WhichLine):
        cart.change(owner, UpdateForm(product_id=ring, quantity=2))

    cart.change(owner, UpdateForm(product_id=ring, quantity=2, options={"size": "12"}))
    assert [line.quantity for line in bag(owner).lines] == [1, 2]


def test_a_product_is_removed_with_all_its_lines(app: Flask) -> None:
    ring, owner = a_ring(stock=9, variants=SIZES), a_guest()
    cart.add(owner, adding(ring, size="10"))
    cart.add(owner, adding(ring, size="12"))

    cart.remove(owner, ring)

    assert bag(owner).lines == ()


def test_somebody_elses_line_is_not_there(app: Flask) -> None:
    theirs = a_bag(a_ring())
    line = bag(theirs).lines[0].id

    with pytest.raises(NoSuchLine):
        cart.remove(a_guest(), line)
    assert bag(theirs).count == 1


def test_merging_caps_at_the_stock_and_leaves_out_what_is_unknown(app: Flask) -> None:
    ring, owner = a_ring(stock=3), a_guest()

    cart.merge(owner, MergeForm(items=[adding(ring, 9), adding(new_id()), adding("odd")]))

    assert [(line.product.id, line.quantity) for line in bag(owner).lines] == [(ring, 3)]


CHOICES = [{"size": str(size), "metal": str(metal)} for size in range(10) for metal in range(11)]


def a_full_bag() -> tuple[str, Owner]:
    """A ring with more choices than a bag has lines, and a bag that is full of it."""
    numbers = [str(number) for number in range(11)]
    ring, owner = made_to_order(variants={"sizes": numbers, "metals": numbers}), a_guest()
    cart.merge(owner, MergeForm(items=[adding(ring, **one) for one in CHOICES[:LINES]]))
    return ring, owner


def test_a_full_bag_takes_no_other_line_but_more_of_what_it_holds(app: Flask) -> None:
    ring, owner = a_full_bag()

    with pytest.raises(BagFull) as refused:
        cart.add(owner, adding(ring, **CHOICES[LINES]))
    cart.add(owner, adding(ring, **CHOICES[7]))

    assert refused.value.facts == {"most": LINES}
    assert (len(bag(owner).lines), count(owner)) == (LINES, LINES + 1)


def test_merging_leaves_out_what_a_full_bag_has_no_room_for(app: Flask) -> None:
    ring, owner = a_full_bag()

    cart.merge(owner, MergeForm(items=[adding(ring, **CHOICES[LINES]), adding(ring, 2, **CHOICES[7])]))

    assert (len(bag(owner).lines), count(owner)) == (LINES, LINES + 2)


def test_a_guests_bag_becomes_the_accounts_own(app: Flask) -> None:
    guest, who = a_bag(a_ring()), a_customer()

    cart.take_over(guest, who.id)
    cart.take_over(guest, who.id)

    assert count(Owner(user_id=who.id)) == 1
    assert count(guest) == 0


def test_a_guests_bag_joins_the_one_that_the_account_has(app: Flask) -> None:
    ring, pendant = a_ring(stock=9), a_ring(stock=9)
    who = a_customer()
    mine = a_bag(ring, owner=Owner(user_id=who.id))
    guest = a_bag(ring, 2)
    cart.add(guest, adding(pendant))

    cart.take_over(guest, who.id)

    assert {line.product.id: line.quantity for line in bag(mine).lines} == {ring: 3, pendant: 1}


def test_what_changed_since_is_told_at_the_line(app: Flask) -> None:
    ring = a_ring(stock=2)
    owner = a_bag(ring, 2)
    a_placed_order(ring)

    line = bag(owner).lines[0]

    assert line.trouble == "Only 1 of this piece can be had now."
    assert not bag(owner).buyable


def fill(product: str, token: str) -> None:
    cart.add(Owner(token_hash=token), adding(product))


def test_two_tabs_at_once_lose_nothing(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    ring = a_ring(stock=50)

    at_once(fill, [(ring, "both-tabs")] * 12)

    assert count(Owner(token_hash="both-tabs")) == 12


def test_a_line_knows_what_its_piece_cost_when_it_was_put_in(app: Flask) -> None:
    ring = a_ring(price=10_000, stock=5)
    owner = a_bag(ring)

    change_product(ring, parse(ProductChanges, {"price": 12_000}), None)

    line = bag(owner).lines[0]
    assert (line.news, line.price) == (10_000_00, 12_000_00)
    cart.change(owner, UpdateForm(line_id=line.id, quantity=2))
    assert bag(owner).lines[0].news is None


def test_lines_of_the_same_piece_share_its_stock(app: Flask) -> None:
    ring, owner = a_ring(stock=3, variants={"sizes": ["8", "12"]}), a_guest()
    cart.add(owner, AddForm(product_id=ring, quantity=1, options={"size": "8"}))
    cart.add(owner, AddForm(product_id=ring, quantity=2, options={"size": "12"}))

    assert [line.max for line in bag(owner).lines] == [1, 2]
    assert bag(owner).buyable

    change_product(ring, parse(ProductChanges, {"noOfProducts": 2}), None)

    told = "Only 2 of this piece can be had now, in all its choices together."
    assert [line.trouble for line in bag(owner).lines] == [told, told]
    assert not bag(owner).buyable
