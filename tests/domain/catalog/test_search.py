"""Looking for products by words."""

from typing import Any

import pytest
from flask import Flask

from storefront.core.db import session
from storefront.core.forms import parse
from storefront.domain.catalog import ListingQuery, Sort, queries, services
from storefront.domain.catalog.forms import ProductChanges
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_catalog, a_category, a_ring, a_tag, some_products


def found(words: str) -> list[str]:
    return [card.name for card in queries.search(ListingQuery(q=words)).cards]


def test_the_name_counts_most_and_every_word_must_be_there(app: Flask) -> None:
    a_ring(name="Plain band", description="Goes well with a lotus")
    a_ring(name="Lotus band", specifications={"gemstone": "Ruby"})
    a_ring(name="Moon", tags=["lotus"])

    assert found("lotus")[0] == "Lotus band"
    assert found("lotus ruby") == ["Lotus band"]


def test_a_slip_of_the_pen_is_understood(app: Flask) -> None:
    a_ring(name="Emerald drops")
    a_ring(name="Emerald studs")

    listing = queries.search(ListingQuery(q="emrald"))

    assert listing.total == 2
    assert listing.understood == "emerald"


def test_conditions_hold_for_what_is_found_and_facets_count_it(app: Flask) -> None:
    a_catalog(40)
    query = ListingQuery(q="ruby", category="rings", sort=Sort.PRICE_DESC)

    listing = queries.search(query)

    prices = [card.price for card in listing.cards]
    assert listing.total == len(prices) == 2
    assert prices == sorted(prices, reverse=True)
    metals = next(group for group in listing.groups if group.name == "metal")
    assert sum(option.count or 0 for option in metals.options) == 2


def test_pages_of_a_search_lead_through_all_that_is_found_once(app: Flask) -> None:
    a_catalog(40)
    whole = [card.id for card in queries.search(ListingQuery(q="diamond", size=100)).cards]

    pages = [card.id for page in (1, 2, 3) for card in queries.search(ListingQuery(q="diamond", size=3, page=page)).cards]

    assert len(whole) == 8
    assert pages == whole


def test_what_is_hidden_is_not_found_by_anybody(app: Flask) -> None:
    a_ring(name="Lotus", visibility=False)
    services.bin_products([a_ring(name="Lotus")], None)

    assert queries.search(ListingQuery(q="lotus"), an_admin()).total == 0


@pytest.mark.parametrize(
    "odd", ['"', "*", "a OR b", "(", "ring -gold", "'; drop table products", "\\", "🙂", "x" * 200, "%", "_"]
)
def test_no_words_break_the_search(app: Flask, odd: str) -> None:
    a_ring(name="Ring")

    assert queries.search(ListingQuery(q=odd)).total in (0, 1)
    assert len(queries.suggestions(odd)) <= 1


def test_suggestions_name_rooms_and_tags_of_which_a_word_begins_so_and_the_best_products(app: Flask) -> None:
    a_category("Nose Pins")
    a_category("Rings")
    a_tag("rin")
    a_ring(name="Pin brooch", images=["https://elsewhere.example/pin.jpg"], category="Brooches")

    told = [(one.query, one.type, one.slug) for one in queries.suggestions("pin")]

    assert told == [("Nose Pins", "category", "nose-pins"), ("Pin brooch", "product", "pin-brooch")]
    assert queries.suggestions("pin")[1].picture is not None
    assert {one.type for one in queries.suggestions("ri")} == {"category", "tag"}
    assert queries.suggestions("  ") == []


def test_the_numbers_beside_the_filters_of_a_search_follow_a_change(app: Flask) -> None:
    a_category("Earrings")
    first, *_ = some_products(*({"name": f"Lotus Band {n}", "category": "Rings", "price": 9_000} for n in range(3)))

    def counted() -> list[int | None]:
        query = ListingQuery(q="lotus")
        session().rollback()
        found = queries.search(query)
        return [option.count for group in found.groups if group.name == "category" for option in group.options]

    before = counted()
    services.change_product(first, parse(ProductChanges, {"category": "Earrings"}), None)

    assert before == [3]
    assert sorted(one or 0 for one in counted()) == [1, 2]


def metals(**chosen: Any) -> dict[str, int | None]:
    """The numbers beside the metals, on the page of a search that is narrowed so."""
    groups = queries.search(ListingQuery(q="lotus", **chosen)).groups
    return {option.value: option.count for group in groups if group.name == "metal" for option in group.options}


def test_the_other_values_of_a_chosen_filter_tell_what_they_would_find(app: Flask) -> None:
    made_of = [{"material": metal} for metal in ("Silver", "Silver", "Platinum")]
    some_products(*({"name": "Lotus", "category": "Rings", "price": 900, "specifications": told} for told in made_of))

    assert metals(metals=("silver",)) == {"silver": 2, "platinum": 1}
    assert metals(metals=("platinum",), price_max=1) == {"silver": 0, "platinum": 0}


def test_a_search_that_was_narrowed_first_counts_everything_when_it_is_not(app: Flask) -> None:
    made_of = [{"material": metal} for metal in ("Silver", "Silver", "Platinum")]
    some_products(*({"name": "Lotus", "category": "Rings", "price": 900, "specifications": told} for told in made_of))
    metals(metals=("silver",))

    assert metals() == {"silver": 2, "platinum": 1}
