"""Paise inside, rupees at the edges, and nothing lost between them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storefront.core.money import lakh, paise, rupees, share

AMOUNTS = some.integers(min_value=-(10**13), max_value=10**13)


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "0"), (100, "1"), (10, "0.1"), (12345, "123.45"), (1_23_456_00, "123456"), (-5, "-0.05"), (29_99_999, "29999.99")],
)
def test_json_has_whole_rupees_or_two_decimals_without_noise(amount: int, written: str) -> None:
    assert repr(rupees(amount)) == written


@given(AMOUNTS)
def test_paise_survive_the_way_to_json_and_back(amount: int) -> None:
    assert paise(rupees(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(0.1, 10), (0.29, 29), (1.005, 101), ("1234.5", 123450), (Decimal("0.005"), 1), (4999, 499900), (19.99, 1999)],
)
def test_a_float_is_read_by_what_it_says_and_half_a_paisa_rounds_up(amount: float, expected: int) -> None:
    assert paise(amount) == expected


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "₹0"),
        (99_00, "₹99"),
        (999_00, "₹999"),
        (1_000_00, "₹1,000"),
        (99_999_00, "₹99,999"),
        (1_00_000_00, "₹1,00,000"),
        (1_23_456_50, "₹1,23,456.50"),
        (12_34_56_789_05, "₹12,34,56,789.05"),
        (-7_349_90, "−₹7,349.90"),
    ],
)
def test_people_read_lakhs_and_crores(amount: int, words: str) -> None:
    assert lakh(amount) == words


@given(AMOUNTS)
def test_grouping_changes_no_digit(amount: int) -> None:
    said = lakh(amount).replace("₹", "").replace(",", "").replace("−", "-")

    assert paise(said) == amount


@pytest.mark.parametrize(
    ("amount", "part", "whole", "expected"), [(100_00, 3, 103, 291), (1, 1, 2, 1), (-1, 1, 2, -1), (101, 1, 3, 34)]
)
def test_a_share_is_rounded_once_half_away_from_nothing(amount: int, part: int, whole: int, expected: int) -> None:
    assert share(amount, part, whole) == expected
