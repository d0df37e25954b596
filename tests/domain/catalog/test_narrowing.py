"""Searches that are narrowed in odd ways."""

import pytest
from flask import Flask

from storefront.domain.catalog import ListingQuery, queries
from tests.browser import Browser
from tests.factories.catalog import a_ring

ODD = ["!!!", "x" * 3_000, "न" * 900, "a b", '"', "'", "\\", "metal:gold", "*", ") OR (", "\ue000", "=", " "]


@pytest.mark.parametrize("value", ODD)
def test_whatever_is_asked_for_as_a_metal_finds_nothing_and_breaks_nothing(app: Flask, value: str) -> None:
    a_ring(name="Lotus", specifications={"material": "Platinum"})

    assert queries.search(ListingQuery(q="lotus", metals=(value,))).total == 0


def test_prices_that_exclude_each_other_find_nothing(app: Flask) -> None:
    a_ring(name="Lotus")

    listing = queries.search(ListingQuery(q="lotus", price_min=5_000_000, price_max=100))

    assert listing.total == 0
    assert queries.search(ListingQuery(q="lotus", price_min=1, price_max=2_000_000)).total == 1


@pytest.mark.parametrize("path", ["/search?q=lotus", "/shop?page=1"])
@pytest.mark.parametrize(
    "asked", ["price_min=50000&price_max=100", "metal=" + "x" * 3_000, "stone=%00", "size=%F0%9F%99%82", "rating=9"]
)
def test_a_page_answers_however_it_is_narrowed(client: Browser, path: str, asked: str) -> None:
    a_ring(name="Lotus")

    assert client.get(f"{path}&{asked}").status_code == 200
