"""Stock moves by conditional statements, once each."""

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.core import clock
from storefront.core.db import session
from storefront.core.ids import new_id
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.errors import OutOfStock, StillOwed
from storefront.domain.inventory.models import StockMove
from storefront.domain.inventory.queries import available, levels

ORDER, OTHER = new_id(), new_id()


def an_item(on_hand: int | None = 3, backorder: bool = False) -> str:
    item = new_id()
    inventory.open_stock([(item, on_hand, 1, backorder)], who=None)
    return item


def history(item: str) -> list[tuple[int | None, int | None, str]]:
    columns = (StockMove.previous_quantity, StockMove.new_quantity, StockMove.operation)
    rows = session().execute(select(*columns).where(StockMove.item_id == item).order_by(StockMove.id))
    return [(row[0], row[1], row[2]) for row in rows]


def test_a_hold_takes_pieces_out_of_what_can_be_sold(app: Flask) -> None:
    item = an_item(3)

    inventory.hold(ORDER, {item: 2})

    assert available([item]) == {item: 1}
    assert levels([item])[item].on_hand == 3


def test_more_than_is_left_is_refused_and_says_how_many_are(app: Flask) -> None:
    item = an_item(3)
    inventory.hold(ORDER, {item: 2})

    with pytest.raises(OutOfStock) as refused:
        inventory.hold(OTHER, {item: 2})

    assert refused.value.left == 1
    assert available([item]) == {item: 1}


def test_a_hold_is_all_or_nothing(app: Flask) -> None:
    some, none = an_item(3), an_item(0)

    with pytest.raises(OutOfStock):
        inventory.hold(ORDER, {some: 1, none: 1})

    assert available([some]) == {some: 3}


def test_holding_again_holds_nothing_twice(app: Flask) -> None:
    item = an_item(3)

    inventory.hold(ORDER, {item: 2})
    inventory.hold(ORDER, {item: 2})

    assert available([item]) == {item: 1}


def test_a_release_gives_back_once(app: Flask) -> None:
    item = an_item(3)
    inventory.hold(ORDER, {item: 2})

    inventory.release(ORDER)
    inventory.release(ORDER)

    assert available([item]) == {item: 3}


def test_a_released_hold_can_be_taken_again(app: Flask) -> None:
    item = an_item(3)
    inventory.hold(ORDER, {item: 2})
    inventory.release(ORDER)

    inventory.hold(ORDER, {item: 2})

    assert available([item]) == {item: 1}


def test_a_sale_takes_the_pieces_off_the_shelf_once_and_is_written_down(app: Flask) -> None:
    item = an_item(3)
    inventory.hold(ORDER, {item: 2})

    inventory.sell(ORDER, "KN-1")
    inventory.sell(ORDER, "KN-1")

    level = levels([item])[item]
    assert (level.on_hand, level.held) == (1, 0)
    assert history(item) == [(None, 3, "set"), (3, 1, "subtract")]


def test_what_is_sold_is_put_back_once(app: Flask) -> None:
    item = an_item(3)
    inventory.hold(ORDER, {item: 2})
    inventory.sell(ORDER, "KN-1")

    inventory.put_back(ORDER, "KN-1", None)
    inventory.put_back(ORDER, "KN-1", None)

    assert available([item]) == {item: 3}
    assert history(item)[-1] == (1, 3, "add")


def test_the_last_piece_flips_what_the_catalog_shows_and_its_release_flips_it_back(app: Flask) -> None:
    item = an_item(2)

    assert inventory.hold(ORDER, {item: 1}) == set()
    assert inventory.hold(OTHER, {item: 1}) == {item}
    assert inventory.release(OTHER) == {item}


def test_a_sale_flips_nothing_since_the_hold_did(app: Flask) -> None:
    item = an_item(1)
    inventory.hold(ORDER, {item: 1})

    inventory.sell(ORDER, "KN-1")

    assert available([item]) == {item: 0}


def test_what_is_not_counted_sells_without_end(app: Flask) -> None:
    item = an_item(None)

    inventory.hold(ORDER, {item: 50})
    inventory.sell(ORDER, "KN-1")

    assert available([item]) == {item: None}


def test_preorder_sells_on_at_zero_and_cannot_end_while_pieces_are_owed(app: Flask) -> None:
    item = an_item(0, backorder=True)
    inventory.hold(ORDER, {item: 2})
    inventory.sell(ORDER, "KN-1")

    with pytest.raises(StillOwed):
        inventory.set_terms(item, backorder=False)

    assert available([item]) == {item: 0}


def test_a_new_count_says_what_can_be_sold_beside_what_is_held(app: Flask) -> None:
    item = an_item(5)
    inventory.hold(ORDER, {item: 3})

    inventory.set_stock(item, 1, "Stocktaking", None)

    assert levels([item])[item].on_hand == 4
    assert available([item]) == {item: 1}


def test_every_change_of_what_can_be_sold_moves_the_time_of_the_last_move(app: Flask) -> None:
    item = an_item(5)
    begun = levels([item])[item].moved_at

    with clock.later(minutes=1):
        inventory.hold(ORDER, {item: 3})
    held = levels([item])[item].moved_at
    with clock.later(minutes=2):
        inventory.release(ORDER)

    assert begun < held < levels([item])[item].moved_at
