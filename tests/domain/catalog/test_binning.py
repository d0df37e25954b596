"""The bin: into it, out of it, and gone for good."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.core.db import session
from storefront.core.forms import parse
from storefront.domain.catalog import ListingQuery, queries, services
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.catalog.models import FacetCount, FormerSlug, Product
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.queries import levels
from tests.factories.catalog import a_catalog, a_ring


def found(words: str = "") -> int:
    return queries.listing(ListingQuery(q=words)).total


def test_all_of_the_shop_goes_into_the_bin_and_nothing_is_counted_or_found_any_more(app: Flask) -> None:
    a_catalog(8)
    before = queries.version()

    services.bin_all(None)

    assert (found(), found("ruby"), queries.tag_menu()) == (0, 0, [])
    assert {entry.count for entry in queries.menu()} == {0}
    assert session().execute(select(FacetCount)).all() == []
    assert {row.product_count for row in queries.categories()} == {0}
    assert queries.version() > before


def test_a_recount_after_all_has_gone_changes_nothing_and_all_can_come_back(app: Flask) -> None:
    ids = a_catalog(8)
    counts = sorted(session().execute(select(FacetCount.scope, FacetCount.value, FacetCount.products)).all())

    services.bin_all(None)
    assert services.recount() == 0
    services.restore_products(ids, None)

    assert sorted(session().execute(select(FacetCount.scope, FacetCount.value, FacetCount.products)).all()) == counts
    assert (found(), found("ruby") > 0) == (8, True)


def test_the_whole_shop_goes_in_the_same_few_statements_however_large_it_is(app: Flask, statements: Any) -> None:
    a_catalog(20)

    with statements(at_most=9):
        services.bin_all(None)


def test_what_lies_in_the_bin_is_not_put_there_again(app: Flask) -> None:
    ring = a_ring()
    services.bin_products([ring], None)

    with pytest.raises(NoSuchProduct):
        services.bin_products([ring], None)


def test_one_that_is_not_there_keeps_the_others_out_of_the_bin(app: Flask) -> None:
    ring = a_ring()

    with pytest.raises(NoSuchProduct):
        services.bin_products([ring, "f" * 24], None)

    assert found() == 1


def test_what_is_emptied_out_is_gone_and_the_rest_stays(app: Flask) -> None:
    kept, gone = a_ring(tags=["gift"]), a_ring(tags=["gift"])
    services.change_product(gone, parse(ProductChanges, {"slug": "another"}), None)
    services.bin_products([gone], None)

    assert services.empty_bin(None) == 1

    assert [card.id for card in queries.listing(ListingQuery()).cards] == [kept]
    assert session().scalars(select(Product.id)).all() == [kept]
    assert session().execute(select(func.count()).select_from(FormerSlug)).scalar_one() == 0
    with pytest.raises(NoSuchProduct):
        services.restore_products([gone], None)


def test_an_open_order_of_what_is_gone_can_still_be_settled(app: Flask) -> None:
    ring = a_ring(stock=1)
    inventory.hold("a" * 24, {ring: 1})
    services.bin_products([ring], None)

    services.empty_bin(None)
    inventory.sell("a" * 24, "KN-1")
    services.stock_flipped(inventory.put_back("a" * 24, "KN-1", None))

    assert levels([ring])[ring].on_hand == 1
