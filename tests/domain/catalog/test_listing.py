"""Lists of products: what is found, in which order, how many, and by what it can be narrowed."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from storefront.core.db import transaction
from storefront.core.errors import Invalid
from storefront.domain.catalog import Listing, ListingQuery, Sort, queries, services
from storefront.domain.catalog.queries import counts, ways
from storefront.domain.catalog.sale import count_sold
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_catalog, a_category, a_ring, some_products

SAPPHIRE = {"name": "Sapphire ring", "category": "Rings", "price": 20_000, "specifications": {"gemstone": "Blue sapphire"}}
RUBY = {
    "name": "Ruby ring",
    "category": "Rings",
    "price": 30_000,
    "tags": ["bridal", "gift"],
    "variants": {"metals": ["Platinum"]},
}
JHUMKA = {"name": "Jhumka", "category": "Ear Rings", "price": 10_000, "tags": ["bridal"], "noOfProducts": 3, "featured": True}


def names(query: ListingQuery) -> list[str]:
    return [card.name for card in queries.listing(query).cards]


def group(listing: Listing, name: str) -> dict[str, int | None]:
    return {option.value: option.count for one in listing.groups if one.name == name for option in one.options}


@pytest.fixture
def _three(app: Flask) -> None:
    some_products(SAPPHIRE, RUBY, JHUMKA)


@pytest.mark.usefixtures("_three")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Jhumka", "Ruby ring", "Sapphire ring"]),
        ({"category": "rings"}, ["Ruby ring", "Sapphire ring"]),
        ({"category": "EAR-RINGS"}, ["Jhumka"]),
        ({"category": "coins"}, []),
        ({"tags": ("Bridal",)}, ["Jhumka", "Ruby ring"]),
        ({"tags": ("bridal", "gift")}, ["Ruby ring"]),
        ({"tags": ("bridal", "nobody")}, []),
        ({"price_min": 2_000_000}, ["Ruby ring", "Sapphire ring"]),
        ({"price_min": 1_000_001, "price_max": 2_000_000}, ["Sapphire ring"]),
        ({"stones": ("blue-sapphire",)}, ["Sapphire ring"]),
        ({"metals": ("platinum", "silver")}, ["Ruby ring"]),
        ({"in_stock": True, "category": "ear rings"}, ["Jhumka"]),
        ({"featured": True}, ["Jhumka"]),
        ({"q": "ring ruby"}, ["Ruby ring"]),
        ({"q": "ring", "sort": Sort.PRICE_ASC, "category": "rings"}, ["Sapphire ring", "Ruby ring"]),
        ({"q": "nothing of the kind"}, []),
        ({"sort": Sort.PRICE_ASC}, ["Jhumka", "Sapphire ring", "Ruby ring"]),
        ({"sort": Sort.PRICE_DESC}, ["Ruby ring", "Sapphire ring", "Jhumka"]),
        ({"sort": Sort.NAME}, ["Jhumka", "Ruby ring", "Sapphire ring"]),
        ({"sort": Sort.FEATURED}, ["Jhumka", "Ruby ring", "Sapphire ring"]),
        ({"sort": Sort.POPULAR, "tags": ("bridal",)}, ["Jhumka", "Ruby ring"]),
    ],
)
def test_all_conditions_must_hold(asked: dict[str, Any], found: list[str]) -> None:
    listing = queries.listing(ListingQuery(**asked))

    assert [card.name for card in listing.cards] == found
    assert listing.total == len(found)


def test_the_popular_are_those_that_were_sold_most(app: Flask) -> None:
    once, often, _never = a_ring(name="Once"), a_ring(name="Often"), a_ring(name="Never")
    with transaction():
        count_sold({once: 1, often: 9})

    assert names(ListingQuery(sort=Sort.POPULAR)) == ["Often", "Once", "Never"]


def test_the_best_rated_come_first(app: Flask) -> None:
    good, best = a_ring(name="Good"), a_ring(name="Best")
    services.set_rating(good, 410, 3)
    services.set_rating(best, 500, 1)

    assert names(ListingQuery(sort=Sort.RATING)) == ["Best", "Good"]


def test_what_is_featured_stands_in_the_order_that_staff_gave(app: Flask) -> None:
    for name, place in (("Second", 2), ("First", 1), ("Third", 3)):
        a_ring(name=name, featured=True, sortOrder=place)
    a_ring(name="Plain")

    assert names(ListingQuery(sort=Sort.FEATURED)) == ["First", "Second", "Third", "Plain"]


def test_hidden_and_binned_products_are_not_there_but_admins_see_the_hidden(app: Flask) -> None:
    a_ring(name="Hidden", visibility=False)
    services.bin_products([a_ring(name="Binned")], None)

    assert queries.listing(ListingQuery()).total == 0
    shown = queries.listing(ListingQuery(), an_admin())
    assert [card.name for card in shown.cards] == ["Hidden"]
    assert shown.total == 1


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    "asked", [{}, {"category": "rings"}, {"tags": ("gift",)}, {"metals": ("platinum",), "tags": ("bridal",)}]
)
def test_pages_and_cursors_lead_through_the_whole_list_once(app: Flask, sort: Sort, asked: dict[str, Any]) -> None:
    a_catalog(60)
    query = ListingQuery(**asked, sort=sort, size=7)
    whole = [card.id for card in queries.listing(replace(query, size=100)).cards]

    by_page = [card.id for page in range(1, 10) for card in queries.listing(replace(query, page=page)).cards]
    by_cursor = []
    listing = queries.listing(query)
    while listing.after:
        by_cursor += [card.id for card in listing.cards]
        listing = queries.listing(replace(query, after=listing.after))
    by_cursor += [card.id for card in listing.cards]

    assert len(set(whole)) == queries.listing(query).total > 7
    assert by_page == whole
    assert by_cursor == whole


@pytest.mark.parametrize(
    "odd", ["x", "====", "W10", "WyJuZXdlc3QiXQ", "WyJuZXdlc3QiLCJ4Il0", "é", "bnVsbA", "WyJuZXdlc3QiLG51bGxd"]
)
def test_a_cursor_of_another_list_is_refused(app: Flask, odd: str) -> None:
    with pytest.raises(Invalid) as caught:
        queries.listing(ListingQuery(after=odd))

    assert list(caught.value.errors) == ["after"]


def test_an_unfiltered_place_counts_what_it_has(app: Flask) -> None:
    a_catalog(40)

    listing = queries.listing(ListingQuery(category="rings"))

    assert listing.place is not None
    assert (listing.place.name, listing.total) == ("Rings", 10)
    assert group(listing, "metal") == {"platinum": 3, "white-gold": 3, "yellow-gold": 4}
    assert sum(count or 0 for count in group(listing, "price").values()) == 10
    assert "category" not in {one.name for one in listing.groups}


@pytest.fixture
def _rooms(app: Flask) -> None:
    jewellery = a_category("Jewellery")
    earrings = a_category("Earrings", parentCategory=jewellery)
    a_category("Jhumkas", parentCategory=earrings)
    some_products(
        {"name": "Stud", "category": "Earrings", "price": 1_000, "specifications": {"material": "Platinum"}},
        {"name": "Lotus jhumka", "category": "Jhumkas", "price": 2_000, "specifications": {"material": "Silver"}},
        {"name": "Set", "category": "Jewellery", "price": 3_000, "tags": ["gift"]},
        {"name": "Band", "category": "Rings", "price": 4_000},
    )


@pytest.mark.usefixtures("_rooms")
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"category": "jewellery"}, {"Stud", "Lotus jhumka", "Set"}),
        ({"category": "earrings"}, {"Stud", "Lotus jhumka"}),
        ({"category": "jhumkas"}, {"Lotus jhumka"}),
        ({"category": "jewellery", "metals": ("silver",)}, {"Lotus jhumka"}),
        ({"category": "earrings", "price_max": 150_000}, {"Stud"}),
        ({"category": "jewellery", "tags": ("gift",)}, {"Set"}),
        ({"category": "earrings", "q": "lotus"}, {"Lotus jhumka"}),
        ({"q": "earrings"}, {"Stud", "Lotus jhumka"}),
    ],
)
@pytest.mark.parametrize("gathers", [True, False])
def test_a_category_has_what_stands_under_it(
    monkeypatch: pytest.MonkeyPatch, sort: Sort, asked: dict[str, Any], found: set[str], gathers: bool
) -> None:
    monkeypatch.setattr(ways, "sqrt", lambda _: 10**9 if gathers else 0)

    listing = queries.listing(ListingQuery(**asked, sort=sort))

    assert {card.name for card in listing.cards} == found
    assert listing.total == len(found)


@pytest.mark.usefixtures("_rooms")
def test_a_category_can_be_narrowed_to_one_under_it(app: Flask) -> None:
    counted = {
        one: group(queries.listing(ListingQuery(category=one)), "category") for one in ("jewellery", "earrings", "jhumkas")
    }

    assert counted == {"jewellery": {"earrings": 2, "jhumkas": 1}, "earrings": {"jhumkas": 1}, "jhumkas": {}}


@pytest.mark.parametrize("gathers", [True, False])
def test_pieces_can_be_asked_for_from_so_many_stars_on(app: Flask, monkeypatch: pytest.MonkeyPatch, gathers: bool) -> None:
    monkeypatch.setattr(ways, "sqrt", lambda _: 10**9 if gathers else 0)
    good, best, _new = a_ring(name="Good"), a_ring(name="Best", tags=["gift"]), a_ring(name="New")
    services.set_rating(good, 399, 3)
    services.set_rating(best, 400, 1)

    assert group(queries.listing(ListingQuery()), "rating") == {"4": 1, "3": 2, "2": 2}
    assert names(ListingQuery(rating=4)) == ["Best"]
    assert names(ListingQuery(rating=3, sort=Sort.RATING)) == ["Best", "Good"]
    assert [one.label for one in queries.listing(ListingQuery(rating=3)).chosen] == ["3 stars and more"]

    services.set_rating(best, 250, 2)

    assert names(ListingQuery(rating=4)) == []


def test_facets_of_a_filtered_list_say_what_choosing_them_would_find(app: Flask) -> None:
    a_catalog(60)
    query = ListingQuery(metals=("platinum",), in_stock=True)

    listing = queries.listing(query)

    for value, count in group(listing, "tags").items():
        assert queries.listing(replace(query, tags=(value,))).total == count
    for value, count in group(listing, "metal").items():
        assert queries.listing(replace(query, metals=(value,))).total == count
    assert [one.label for one in listing.chosen] == ["Platinum", "In stock"]


def test_where_counting_would_cost_too_much_the_counts_are_left_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    a_catalog(40)
    monkeypatch.setattr(counts, "MATCHES", 5)

    listing = queries.listing(ListingQuery(metals=("platinum",)))

    assert set(group(listing, "stone").values()) == {None}
    assert listing.total == 13


def test_a_condition_can_be_dropped(app: Flask) -> None:
    query = ListingQuery(metals=("gold", "silver"), price_min=100, in_stock=True, q="ring", page=3)

    assert query.without("metal", "gold").metals == ("silver",)
    assert not query.without("price").has_price
    assert query.without("in_stock", "1").in_stock is False
    assert query.without("q").q == ""
    assert query.without("q").page == 1


def test_a_list_costs_few_statements_and_fewer_once_its_cards_are_made(app: Flask, statements: Any) -> None:
    a_catalog(40)
    query = ListingQuery(category="rings", sort=Sort.PRICE_ASC)

    with statements(at_most=5):
        queries.listing(query)
    with statements(at_most=2):
        queries.listing(query)


def test_a_filtered_list_costs_no_more_than_its_facets(app: Flask, statements: Any) -> None:
    a_catalog(40)
    query = ListingQuery(category="rings", metals=("platinum",), tags=("gift",), price_min=100_000)

    with statements(at_most=14):
        queries.listing(query)
    with statements(at_most=2):
        queries.listing(query)
    with statements(at_most=3):
        queries.listing(replace(query, page=2), with_facets=False)
