"""What somebody likes comes first among equals, and nowhere else."""

from typing import Any

import pytest
from flask import Flask

from storefront.domain.accounts import Person, Preferences
from storefront.domain.catalog import ListingQuery, Sort, queries
from storefront.domain.catalog.services import bin_products
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_catalog, a_category, some_products
from tests.factories.people import who_likes

LIKES_EARRINGS = Preferences(categories=("Earrings",))


def a_window() -> list[str]:
    """Pieces that a search for 'gold' finds equally good, the oldest first, and one that it finds better."""
    return some_products(
        {"name": "Gold Jhumka", "category": "Earrings", "price": 20_000},
        {"name": "Gold Band", "category": "Rings", "price": 8_000},
        {"name": "Gold Hoop", "category": "Earrings", "price": 60_000},
        {"name": "Gold Chain", "category": "Chains", "price": 30_000},
        {"name": "Pearl Stud", "category": "Earrings", "price": 5_000, "specifications": {"material": "Yellow gold"}},
    )


def found(preferences: Preferences | None = None, person: Person | None = None, **asked: Any) -> list[str]:
    query = ListingQuery(q="gold", **asked)
    return [card.name for card in queries.search(query, person, preferences=preferences).cards]


def test_without_preferences_the_newest_of_equals_comes_first(app: Flask) -> None:
    a_window()

    for preferences in (None, Preferences(), Preferences(categories=("Anklets",))):
        assert found(preferences) == ["Gold Chain", "Gold Hoop", "Gold Band", "Gold Jhumka", "Pearl Stud"]


def test_what_is_liked_comes_first_but_not_before_what_fits_better(app: Flask) -> None:
    a_window()

    assert found(LIKES_EARRINGS) == ["Gold Hoop", "Gold Jhumka", "Gold Chain", "Gold Band", "Pearl Stud"]


@pytest.mark.parametrize("name", ["earrings", "EARRINGS", "Ear-rings", "nose pins"])
def test_a_category_is_known_by_name_or_slug_however_it_is_written(app: Flask, name: str) -> None:
    some_products(
        *({"name": f"Gold {kind}", "category": kind, "price": 1_000} for kind in ("Earrings", "Ear rings", "Nose Pins"))
    )
    some_products({"name": "Gold Band", "category": "Rings", "price": 1_000})

    assert found(Preferences(categories=(name,)))[0] != "Gold Band"
    assert sorted(found(Preferences(categories=(name,)))) == sorted(found())


def test_who_likes_a_price_sees_it_first_and_both_count_more(app: Flask) -> None:
    a_window()

    cheap = Preferences(price_max=8_000_00)
    both = Preferences(categories=("Earrings",), price_min=10_000_00, price_max=30_000_00)

    assert found(cheap)[0] == "Gold Band"
    assert found(both) == ["Gold Jhumka", "Gold Chain", "Gold Hoop", "Gold Band", "Pearl Stud"]


def test_an_order_that_was_asked_for_stays(app: Flask) -> None:
    a_window()

    assert found(LIKES_EARRINGS, sort=Sort.PRICE_ASC) == ["Pearl Stud", "Gold Band", "Gold Jhumka", "Gold Chain", "Gold Hoop"]


def test_pages_of_a_search_hold_every_piece_once(app: Flask) -> None:
    a_catalog(60)
    asked = {"q": "rings", "size": 7}
    count = len(queries.search(ListingQuery(q="rings", size=100)).cards)

    pages = [queries.search(ListingQuery(**asked, page=page), preferences=LIKES_EARRINGS).cards for page in range(1, 7)]

    shown = [card.id for page in pages for card in page]
    assert len(shown) == len(set(shown)) == count


def test_a_person_brings_their_preferences_along(app: Flask) -> None:
    a_window()
    person = a_customer()
    who_likes(person, "Earrings")

    assert found(person=Person(**{**person.__dict__, "preferences": LIKES_EARRINGS}))[0] == "Gold Hoop"


def test_what_is_away_or_unknown_does_not_disturb(app: Flask) -> None:
    ids = a_window()
    bin_products([ids[2]], None)
    a_category("Anklets", isActive=False)

    assert found(Preferences(categories=("Earrings", "Anklets", "no such", "")))[0] == "Gold Jhumka"


def test_a_shelf_shows_what_is_liked_of_its_first_pieces(app: Flask) -> None:
    a_window()
    query = ListingQuery(sort=Sort.NEWEST, size=3)

    def names(preferences: Preferences) -> list[str]:
        return [card.name for card in queries.shelf(query, preferences)]

    assert names(Preferences()) == ["Pearl Stud", "Gold Chain", "Gold Hoop"]
    assert names(Preferences(categories=("rings",))) == ["Gold Band", "Pearl Stud", "Gold Chain"]
    assert names(LIKES_EARRINGS) == ["Pearl Stud", "Gold Hoop", "Gold Jhumka"]


def test_preferences_cost_one_statement(app: Flask, statements: Any) -> None:
    a_catalog(40)
    queries.find(ListingQuery(q="gold", size=24))

    with statements(at_most=2):
        queries.find(ListingQuery(q="gold", size=24))
    with statements(at_most=3):
        queries.find(ListingQuery(q="gold", size=24), preferences=LIKES_EARRINGS)
