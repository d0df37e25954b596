"""No list reads a whole table or sorts more than it shows: the plans that make lists as quick with a million products."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from storefront.core.db import db
from storefront.core.forms import parse
from storefront.domain.catalog import ListingQuery, Sort, queries, services
from storefront.domain.catalog.forms import CategoryForm
from storefront.domain.catalog.queries import ways
from tests.factories.catalog import a_catalog, a_category

WALKED: list[dict[str, Any]] = [
    {},
    {"category": "rings"},
    {"tags": ("gift",)},
    {"category": "rings", "metals": ("platinum",)},
    {"price_min": 100},
    {"category": "fine"},
    {"rating": 4},
]

GATHERED: list[dict[str, Any]] = [
    {"tags": ("gift",)},
    {"metals": ("platinum", "silver")},
    {"featured": True},
    {"category": "fine"},
    {"rating": 4, "tags": ("gift",)},
]


def plans(query: ListingQuery) -> list[str]:
    """How SQLite reads products for this list: it shows its plans without regard to how much there is."""
    seen: list[tuple[str, Any]] = []
    event.listen(db.engine, "before_cursor_execute", note := lambda _c, _cu, sql, given, *_: seen.append((sql, given)))
    try:
        queries.listing(query)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    with db.engine.connect() as connection:
        return [
            row[3]
            for sql, given in seen
            if re.search(r"(FROM|JOIN) products", sql)
            for row in connection.exec_driver_sql(f"explain query plan {sql}", given)
        ]


def _a_shop() -> None:
    for ring in a_catalog(30)[:9]:
        services.set_rating(ring, 450, 1)
    fine = a_category("Fine")
    rings = next(row for row in queries.categories() if row.name == "Rings")
    form = parse(CategoryForm, {"name": "Rings", "slug": rings.slug, "parentCategory": fine, "isActive": True})
    services.change_category(rings.id, form, None)


def whole_tables(plan: list[str]) -> list[str]:
    return [step for step in plan if step.startswith("SCAN products") and "INDEX" not in step]


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("sort", list(Sort))
def test_what_many_match_is_walked_in_order_by_an_index(app: Flask, monkeypatch: pytest.MonkeyPatch, sort: Sort) -> None:
    # As in a shop where every condition is met by too many to be gathered.
    monkeypatch.setattr(ways, "sqrt", lambda _: 0)
    _a_shop()

    for asked in WALKED:
        plan = plans(ListingQuery(**asked, sort=sort))

        assert plan
        assert not whole_tables(plan)
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("sort", [Sort.PRICE_ASC, Sort.NAME, Sort.POPULAR, Sort.RATING, Sort.FEATURED])
def test_what_few_match_is_gathered_by_its_own_index(app: Flask, monkeypatch: pytest.MonkeyPatch, sort: Sort) -> None:
    monkeypatch.setattr(ways, "sqrt", lambda _: 10**9)
    _a_shop()

    for asked in GATHERED:
        plan = plans(ListingQuery(**asked, sort=sort))

        assert not whole_tables(plan)
        assert any(step.startswith("SEARCH products USING INDEX sqlite_autoindex_products_1 (id=?)") for step in plan)
