"""Stock is what its history and its holds say."""

from flask import Flask
from sqlalchemy import update

from storefront.core.db import transaction
from storefront.core.ids import new_id
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.audit import drifts
from storefront.domain.inventory.models import Stock
from storefront.domain.orders.fulfilment import cancel
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring, made_to_order
from tests.factories.orders import a_paid_order, a_placed_order


def test_whatever_moves_stock_explains_it(app: Flask) -> None:
    ring, other = a_ring(stock=5), made_to_order()
    a_placed_order(ring)
    a_paid_order(ring)
    cancel(a_paid_order(ring).id, an_admin())
    a_paid_order(other)
    inventory.set_stock(ring, 9, "Stocktaking", None)
    inventory.set_stock(other, 3, "Counted from now on", None)
    inventory.set_stock(other, None, "Made to order again", None)

    assert drifts() == []


def test_a_piece_that_went_without_a_word_is_reported(app: Flask) -> None:
    ring = a_ring(stock=5)
    with transaction() as current:
        current.execute(update(Stock).where(Stock.item_id == ring).values(on_hand=4))

    result = app.test_cli_runner().invoke(args=["stock", "verify"])

    assert result.exit_code == 1
    assert f"{ring}: 4 on hand, by its history 5; 0 held, by its holds 0." in result.output


def test_a_hold_that_nobody_has_is_reported(app: Flask) -> None:
    item = new_id()
    inventory.open_stock([(item, 3, 1, False)], who=None)
    with transaction() as current:
        current.execute(update(Stock).where(Stock.item_id == item).values(held=2))

    (drift,) = drifts()

    assert (drift.held, drift.held_by_holds) == (2, 0)


def test_a_shop_in_order_says_so(app: Flask) -> None:
    a_paid_order(a_ring())

    result = app.test_cli_runner().invoke(args=["stock", "verify"])

    assert (result.exit_code, result.output) == (0, "Stock, history and holds agree.\n")
