"""What the catalog keeps besides its products stays true, whatever happens to them."""

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from storefront import adapters
from storefront.core.db import session, transaction
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.catalog import ListingQuery, queries, services
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.forms import CategoryForm, ProductChanges, TagsForm
from storefront.domain.catalog.models import CatalogState, Category, FacetCount, ProductFacet, ProductPicture, ProductTag, Tag
from storefront.domain.inventory import services as inventory
from tests.factories.catalog import a_catalog, a_category, a_ring, some_products

KEPT: tuple[Any, ...] = (FacetCount, ProductFacet, ProductTag, ProductPicture, Category, Tag, CatalogState)
Act = Callable[[random.Random, list[str]], None]


def kept() -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is kept, but the version and when rows were changed."""
    found = {}
    for kind in KEPT:
        columns = [column for column in kind.__table__.c if column.name not in ("updated_at", "version", "picture", "counted_by")]
        found[kind.__tablename__] = sorted(tuple(map(str, row)) for row in session().execute(select(*columns)))
    words = text("select word, sum(products) from product_search_words group by word having sum(products) > 0")
    found["words"] = sorted(tuple(row) for row in session().execute(words))
    searches = ("rings", "bands", "earrings", "necklaces", "nose", "renamed")
    counts = [(word, adapters.search().find(word, with_counts=True).counts) for word in searches]
    found["labels"] = [(word, *sorted(counted.items())) for word, counted in counts]
    session().rollback()
    return found


def change(chance: random.Random, ids: list[str]) -> None:
    said = chance.choice(
        [
            {"price": chance.randrange(1000, 400_000)},
            {"category": chance.choice(["Rings", "Earrings", "Nose Pins"])},
            {"visibility": chance.random() < 0.5},
            {"featured": chance.random() < 0.5},
            {"specifications": {"material": chance.choice(["Platinum", "Silver"])}, "variants": {}},
            {"name": f"Renamed {chance.randrange(100)}", "description": "New words"},
            {"noOfProducts": chance.choice([None, 0, 4])},
            {"images": ["https://elsewhere.example/a.jpg"]},
        ]
    )
    services.change_product(chance.choice(ids), parse(ProductChanges, said), None)


def tag(chance: random.Random, ids: list[str]) -> None:
    tags = chance.sample(["bridal", "gift", "new", "men"], chance.randrange(4))
    services.set_tags(chance.choice(ids), parse(TagsForm, {"tags": tags}), None)


def bin_some(chance: random.Random, ids: list[str]) -> None:
    services.bin_products(chance.sample(ids, 2), None)
    services.restore_products(chance.sample(ids, 2), None)


def move_stock(chance: random.Random, ids: list[str]) -> None:
    with transaction():
        services.stock_flipped(inventory.set_stock(chance.choice(ids), chance.choice([0, 5]), "Counted", None))


def rename_a_room(chance: random.Random, _ids: list[str]) -> None:
    rings = next(row for row in queries.categories() if row.slug in ("rings", "bands"))
    name = chance.choice(["Rings", "Bands"])
    if any(row.name == name and row.id != rings.id for row in queries.categories()):
        return
    form = parse(CategoryForm, {"name": name, "slug": name.lower(), "isActive": True, "description": rings.description})
    services.change_category(rings.id, form, None)


def move_a_room(chance: random.Random, _ids: list[str]) -> None:
    rooms = {row.id: row for row in queries.categories()}
    moved, above = chance.sample(list(rooms.values()), 2)
    form = {"name": moved.name, "slug": moved.slug, "parentCategory": chance.choice(["", above.id]), "isActive": True}
    with suppress(Invalid):  # it stands under the other itself
        services.change_category(moved.id, parse(CategoryForm, form), None)


def rate(chance: random.Random, ids: list[str]) -> None:
    services.set_rating(chance.choice(ids), chance.randrange(100, 501), chance.randrange(5))


def add_some(chance: random.Random, _ids: list[str]) -> None:
    some_products({"name": "Ring", "category": "Rings", "price": 500, "tags": ["gift"], "noOfProducts": chance.randrange(2)})


ACTS: list[Act] = [change, change, tag, bin_some, move_stock, rename_a_room, move_a_room, move_a_room, rate, add_some]


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_a_recount_changes_nothing(app: Flask, seed: int) -> None:
    chance = random.Random(seed)
    ids = a_catalog(12)
    for act in chance.choices(ACTS, k=20):
        try:
            act(chance, ids)
        except NoSuchProduct:
            continue  # it lay in the bin
    before = kept()

    services.recount()

    assert kept() == before


def test_a_category_that_becomes_inactive_takes_its_products_out_of_the_shop_and_brings_them_back(app: Flask) -> None:
    ring = a_ring(tags=["gift"])
    rings = queries.categories()[0]

    services.change_category(rings.id, parse(CategoryForm, {"name": "Rings", "isActive": False}), None)

    assert queries.cards([ring]) == []
    assert queries.listing(ListingQuery()).total == 0
    assert queries.tags()[0].product_count == 0

    services.change_category(rings.id, parse(CategoryForm, {"name": "Rings", "isActive": True}), None)

    assert [card.id for card in queries.listing(ListingQuery()).cards] == [ring]


def test_a_category_that_goes_leaves_its_children_to_the_one_above(app: Flask) -> None:
    jewellery = a_category("Jewellery")
    earrings = a_category("Earrings", parentCategory=jewellery)
    a_category("Jhumkas", parentCategory=earrings)
    some_products({"name": "Lotus jhumka", "category": "Jhumkas", "price": 900})

    services.remove_category(earrings, None)

    assert {row.name: row.product_count for row in queries.categories()} == {"Jewellery": 1, "Jhumkas": 1}
    assert queries.listing(ListingQuery(category="jewellery")).total == 1
    before = kept()
    services.recount()
    assert kept() == before


def test_no_category_stands_under_itself(app: Flask) -> None:
    earrings = a_category("Earrings")
    jhumkas = a_category("Jhumkas", parentCategory=earrings)

    with pytest.raises(Invalid) as caught:
        services.change_category(earrings, parse(CategoryForm, {"name": "Earrings", "parentCategory": jhumkas}), None)

    assert list(caught.value.errors) == ["parentCategory"]


def test_what_an_older_shop_has_counted_is_counted_anew_once(app: Flask) -> None:
    a_ring()
    with transaction():
        session().execute(update(CatalogState).values(counted_by=1, products=7))

    assert services.recount_if_due()

    assert queries.listing(ListingQuery()).total == 1
    assert not services.recount_if_due()


def test_an_empty_value_leaves_no_row_behind(app: Flask) -> None:
    ring = a_ring(specifications={"material": "Platinum"}, tags=["gift"])

    services.bin_products([ring], None)

    assert session().execute(select(FacetCount)).all() == []


def test_every_change_moves_the_version(app: Flask) -> None:
    ring = a_ring(stock=5)
    for act in (
        lambda: services.change_product(ring, parse(ProductChanges, {"name": "Another"}), None),
        lambda: services.bin_products([ring], None),
        lambda: services.restore_products([ring], None),
        lambda: services.set_rating(ring, 450, 2),
        lambda: a_category("Coins"),
    ):
        before = queries.version()
        act()
        assert queries.version() > before


def test_stock_moves_the_version_only_when_there_is_none_or_some_again(app: Flask) -> None:
    ring = a_ring(stock=5)
    before = queries.version()

    with transaction():
        services.stock_flipped(inventory.set_stock(ring, 4, "Counted", None))
    assert queries.version() == before

    with transaction():
        services.stock_flipped(inventory.set_stock(ring, 0, "Counted", None))
    assert queries.version() > before
    assert queries.cards([ring])[0].in_stock is False
