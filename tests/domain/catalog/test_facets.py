"""By what a product can be filtered, read from its own words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storefront.domain.catalog import facets
from storefront.domain.catalog.facets import BANDS, band_of, detail_of, shares_of_bands, values_of


def read(facet: str, variants: dict[str, Any], specifications: dict[str, Any] | None = None) -> list[str]:
    return [value.label for value in values_of(variants, specifications or {}) if value.facet == facet]


@pytest.mark.parametrize(
    ("words", "metal"),
    [
        ("18 kt yellow gold", "Yellow gold"),
        ("All white gold", "White gold"),
        ("Sterling silver", "Silver"),
        ("925 silver", "Silver"),
        ("Gold-plated silver", "Gold-plated silver"),
        ("24 kt gold", "Gold"),
        ("950 platinum", "Platinum"),
        ("Vibranium", "Vibranium"),
    ],
)
def test_a_metal_is_known_by_its_name_without_its_fineness(words: str, metal: str) -> None:
    assert read(facets.METAL, {"metals": [words]}) == [metal]


@pytest.mark.parametrize(
    ("words", "stones"),
    [
        ("Lab-grown diamond, round brilliant, 1.25 ct", ["Diamond"]),
        ("Blue sapphires 3.6 ct; diamonds 1.1 ct", ["Blue sapphire", "Diamond"]),
        ("Rubies, emeralds, freshwater pearls", ["Ruby", "Emerald", "Pearl"]),
        ("White diamond", ["Diamond"]),
    ],
)
def test_stones_are_found_in_a_sentence(words: str, stones: list[str]) -> None:
    assert read(facets.STONE, {}, {"gemstone": words}) == stones


def test_variants_win_and_specifications_count_only_where_they_name_nothing() -> None:
    told = {"material": "Yellow gold", "gemstone": "Diamond"}

    assert read(facets.METAL, {"metals": ["Platinum"]}, told) == ["Platinum"]
    assert read(facets.METAL, {"metal": "Rose gold"}, told) == ["Rose gold"]
    assert read(facets.METAL, {}, told) == ["Yellow gold"]


def test_a_size_of_stone_is_no_stone() -> None:
    assert read(facets.STONE, {"stones": ["0.75 ct", "1.00 ct"]}, {"gemstone": "Diamond, 1.25 ct"}) == ["Diamond"]
    assert read(facets.STONE, {"stones": ["0.75 ct"]}) == []


def test_every_price_falls_into_one_band() -> None:
    assert [band_of(price).value for price in (0, 999_999, 1_000_000, 24_999_999, 25_000_000)] == [
        "0-10000",
        "0-10000",
        "10000-25000",
        "100000-250000",
        "250000-",
    ]


@given(low=some.integers(0, 10**9), high=some.integers(0, 10**9), price=some.integers(0, 10**9))
def test_a_price_within_bounds_lies_in_a_band_that_they_touch(low: int, high: int, price: int) -> None:
    shares = dict(shares_of_bands(low, high))

    assert not low <= price <= high or band_of(price) in shares
    assert list(shares) == [band for band in BANDS if band in shares]
    assert all(0 < share <= 1 for share in shares.values())


@given(
    some.dictionaries(
        some.text(max_size=20), some.one_of(some.text(max_size=90), some.lists(some.text(max_size=90)), some.booleans())
    )
)
def test_whatever_staff_write_gives_values_that_fit_their_columns(odd: dict[str, Any]) -> None:
    values = values_of({"metals": ["x" * 80], **odd}, odd)

    assert all(0 < len(value.value) <= 80 and 0 < len(value.label) <= 80 for value in values)
    assert len({(value.facet, value.value) for value in values}) == len(values)


@pytest.mark.parametrize(
    ("told", "detail"),
    [
        ({"material": "Yellow gold", "purity": "18 kt (750)"}, "18 kt yellow gold"),
        ({"material": "Platinum", "purity": "950 platinum"}, "Platinum"),
        ({"material": "Pearls and yellow gold", "purity": "18 kt (750)"}, "Pearls and yellow gold"),
        ({}, ""),
    ],
)
def test_a_card_says_of_what_a_piece_is_made(told: dict[str, str], detail: str) -> None:
    assert detail_of(told) == detail
