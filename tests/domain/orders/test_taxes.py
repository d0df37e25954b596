"""GST under its heads, on orders."""

from typing import Any

import pytest
from flask import Flask

from storefront.domain.content.services import change_trade
from storefront.domain.content.trade import Trade
from storefront.domain.orders.addressing import set_address
from storefront.domain.orders.checkout import place
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.queries import page
from storefront.domain.orders.taxes import Supply, supply_to
from tests.factories.catalog import a_category, a_ring
from tests.factories.orders import DETAILS, a_bag

KOLKATA = {"street": "14 Park Street", "city": "Kolkata", "state": "West Bengal", "zipCode": "700016", "country": "India"}


@pytest.mark.parametrize(
    ("own", "address", "supply"),
    [
        ("Maharashtra", None, Supply.WITHIN),
        ("Maharashtra", {"state": "maharashtra", "country": "India"}, Supply.WITHIN),
        ("Maharashtra", KOLKATA, Supply.BETWEEN),
        ("Maharashtra", {"state": "Maharashtra", "country": "Nepal"}, Supply.BETWEEN),
        ("Ladakh", {"state": "Ladakh"}, Supply.WITHIN_TERRITORY),
        ("Delhi", {"state": "Delhi"}, Supply.WITHIN),
    ],
)
def test_where_goods_go_decides_the_heads(own: str, address: dict[str, Any] | None, supply: Supply) -> None:
    assert supply_to(address, Trade(state=own)) is supply


def heads(order_id: str) -> list[tuple[str, int]]:
    return [(one.label, one.amount) for one in page(order_id).taxes]


def test_an_order_within_the_state_bears_cgst_and_sgst(app: Flask) -> None:
    placed = place(a_bag(a_ring(price=10_300)), None, DETAILS)

    assert heads(placed.id) == [("CGST 1.5 %", 150_00), ("SGST 1.5 %", 150_00)]


def test_an_order_to_another_state_bears_igst(app: Flask) -> None:
    change_trade({"state": "Karnataka"}, None)

    placed = place(a_bag(a_ring(price=10_300)), None, DETAILS)

    assert heads(placed.id) == [("IGST 3 %", 300_00)]


def test_pieces_and_categories_may_have_rates_of_their_own(app: Flask) -> None:
    a_category("Boxes", gstRate=18)
    a_category("Rings")
    owner = a_bag(a_ring(price=11_800, category="Boxes"))
    a_bag(a_ring(price=10_500, category="Boxes", gstRate=5), owner=owner)
    a_bag(a_ring(price=10_300, category="Rings"), owner=owner)

    placed = place(owner, None, DETAILS)

    assert page(placed.id).order.tax == 2_600_00
    assert heads(placed.id) == [
        ("CGST 9 %", 900_00),
        ("SGST 9 %", 900_00),
        ("CGST 2.5 %", 250_00),
        ("SGST 2.5 %", 250_00),
        ("CGST 1.5 %", 150_00),
        ("SGST 1.5 %", 150_00),
    ]


def test_an_address_that_is_given_later_moves_the_tax_to_its_heads(app: Flask) -> None:
    placed = place(a_bag(a_ring(price=5_000, stock=3), 1), None, Details(email="asha@example.in"))
    before = page(placed.id)
    assert [label for label, _ in heads(placed.id)] == ["CGST 1.5 %", "SGST 1.5 %"]

    set_address(placed.id, KOLKATA, None)

    after = page(placed.id)
    assert heads(placed.id) == [("IGST 3 %", before.order.tax)]
    assert [(row.line_id, row.amount) for row in after.rows if row.kind == "tax"] == [(after.lines[0].id, 145_63), (None, 4_37)]
    assert (after.order.tax, after.order.total) == (before.order.tax, before.order.total)
