"""Many products at once."""

import pytest
from flask import Flask

from storefront.core.forms import parse
from storefront.domain.catalog import ListingQuery, queries, services
from storefront.domain.catalog.forms import ProductForm
from storefront.domain.catalog.services.importing import Imported
from storefront.domain.inventory import queries as stock
from storefront.domain.inventory import services as inventory
from tests.factories.catalog import some_products

ROWS = [
    {"name": "Lotus Ring", "slug": "lotus-ring", "category": "Rings", "price": 100, "tags": ["gift"], "noOfProducts": 2},
    {"name": "Moon Studs", "slug": "moon-studs", "category": "Ear Rings", "price": 200},
]


def load(*rows: dict[str, object]) -> Imported:
    return services.import_products([parse(ProductForm, row) for row in rows], None)


def test_categories_and_tags_that_are_missing_are_made(app: Flask) -> None:
    imported = load(*ROWS)

    assert imported.new == 2
    assert [(row.name, row.product_count) for row in queries.categories()] == [("Ear Rings", 1), ("Rings", 1)]
    assert [row.name for row in queries.tags()] == ["gift"]


def test_loading_the_same_again_changes_nothing(app: Flask) -> None:
    first = load(*ROWS)

    again = load(*ROWS)

    assert (again.ids, again.new) == (first.ids, 0)
    assert {card.version for card in queries.cards(again.ids)} == {1}
    assert queries.listing(ListingQuery()).total == 2


def test_what_is_there_already_is_changed_but_its_stock_has_a_life_of_its_own(app: Flask) -> None:
    ring, _ = load(*ROWS).ids
    inventory.set_stock(ring, 1, "Sold over the counter", None)

    load({**ROWS[0], "name": "Water Lily Ring", "noOfProducts": 2})

    assert queries.cards([ring])[0].name == "Water Lily Ring"
    assert stock.available([ring]) == {ring: 1}


def test_rows_without_an_address_are_new_each_time(app: Flask) -> None:
    some_products({"name": "Lotus", "category": "Rings", "price": 1}, {"name": "Lotus", "category": "Rings", "price": 1})
    some_products({"name": "Lotus", "category": "Rings", "price": 1})

    assert sorted(card.slug for card in queries.listing(ListingQuery()).cards) == ["lotus", "lotus-2", "lotus-3"]


def test_all_or_none(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(inventory, "open_stock", full)
    with pytest.raises(OSError, match="full"):
        load(*ROWS)

    assert queries.listing(ListingQuery()).total == 0
    assert queries.categories() == []


def test_a_hundred_of_one_name_all_have_an_address(app: Flask) -> None:
    some_products(*({"name": "Lotus", "category": "Rings", "price": 1} for _ in range(120)))
    some_products({"name": "Lotus", "category": "Rings", "price": 1})

    assert queries.listing(ListingQuery(size=100)).total == 121


def test_what_can_be_preordered_from_now_on_sells_without_stock(app: Flask) -> None:
    ring, _ = load({**ROWS[0], "noOfProducts": 0}, ROWS[1]).ids

    load({**ROWS[0], "preorderAvailable": True})

    assert stock.levels([ring])[ring].backorder
    assert queries.stock_line(ring).kind == "order"
