"""What somebody likes to see first."""

from typing import Any

import pytest

from storefront.core.forms import parse
from storefront.domain.accounts import Preferences
from storefront.domain.accounts.forms import PreferencesForm

KEPT = Preferences(("Rings", "nose-pins"), 5_000_00, 49_999_50)


def test_they_come_back_as_they_were_kept() -> None:
    assert Preferences.from_json(KEPT.to_json()) == KEPT
    assert Preferences.from_json(Preferences().to_json()) == Preferences()


@pytest.mark.parametrize(
    "kept",
    [{}, {"categories": None}, {"categories": "Rings"}, {"price_min": "5000"}, {"price_max": True}, {"priceRange": {"min": 5}}],
)
def test_what_is_odd_in_the_column_counts_as_no_wish(kept: dict[str, Any]) -> None:
    assert not Preferences.from_json(kept)


def test_no_wish_is_false_and_any_is_true() -> None:
    assert not Preferences()
    assert Preferences(categories=("Rings",))
    assert Preferences(price_min=0)


def test_what_is_sent_takes_the_place_of_its_half() -> None:
    def over(sent: dict[str, Any]) -> Preferences:
        return parse(PreferencesForm, sent).over(KEPT)

    assert over({}) == KEPT
    assert over({"categories": ["Coins", "Coins"]}) == Preferences(("Coins",), 5_000_00, 49_999_50)
    assert over({"categories": None}).categories == ()
    assert over({"priceRange": {"min": 0.1}}) == Preferences(KEPT.categories, 10, None)
