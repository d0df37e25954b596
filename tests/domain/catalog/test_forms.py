"""What comes in for products and their lists, and the sentences for what will not do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storefront.core.errors import Invalid
from storefront.core.forms import Form, parse
from storefront.domain.catalog import ListingQuery, Sort
from storefront.domain.catalog.forms import ListingForm, ProductChanges, ProductForm

RING = {"name": "Lotus ring", "category": "Rings", "price": 12_500}


def refusal(form: type[Form], said: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        parse(form, said)
    return caught.value.errors


def test_rupees_become_paise_without_noise() -> None:
    form = parse(ProductForm, {**RING, "price": 0.1, "comparePrice": "1234.56", "weightGrams": "5.2"})

    assert (form.price_paise, form.compare_paise, form.weight_mg) == (10, 123_456, 5_200)


def test_only_what_was_sent_is_a_change() -> None:
    form = parse(ProductChanges, {"price": 5, "noOfProducts": None, "rating": 5, "id": "x"})

    assert form.sent("price")
    assert form.sent("no_of_products")
    assert not form.sent("tags")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"price": -1}, "price"),
        ({"price": True}, "price"),
        ({"price": [1]}, "price"),
        ({"price": "1e400"}, "price"),
        ({"price": 1.234}, "price"),
        ({"name": " "}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"images": ["javascript:alert(1)"]}, "images.0"),
        ({"images": "x"}, "images"),
        ({"tags": [1]}, "tags.0"),
        ({"noOfProducts": 10**30}, "noOfProducts"),
        ({"noOfProducts": 1.5}, "noOfProducts"),
        ({"specifications": {"a": {"b": 1}}}, "specifications"),
        ({"specifications": {"a": [1]}}, "specifications"),
        ({"specifications": {"x" * 61: 1}}, "specifications"),
        ({"specifications": [1]}, "specifications"),
        ({"variants": {"sizes": [{}]}}, "variants"),
        ({"variants": {str(at): 1 for at in range(51)}}, "variants"),
        ({"relatedProducts": ["x"]}, "relatedProducts.0"),
        ({"slug": "Not so"}, "slug"),
    ],
)
def test_what_will_not_do_has_one_sentence(said: dict[str, Any], field: str) -> None:
    told = refusal(ProductForm, {**RING, **said})

    assert list(told) == [field]
    assert told[field].endswith(".")


def test_specifications_and_variants_keep_whatever_keys_they_are_given() -> None:
    form = parse(ProductForm, {**RING, "specifications": {"HUID": "A1", "hallmarked": True, "turns": 3, "x\x00": "y\x00"}})

    assert form.specifications == {"HUID": "A1", "hallmarked": True, "turns": 3, "x": "y"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"page": "0"}, "page"),
        ({"page": "-1"}, "page"),
        ({"page": "1.5"}, "page"),
        ({"page": "9" * 5000}, "page"),
        ({"page": "501"}, "page"),
        ({"page": "101", "limit": "100"}, "page"),
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"sort": "cheap"}, "sort"),
        ({"price_min": "abc"}, "price_min"),
        ({"price_max": "NaN"}, "price_max"),
        ({"price_max": "1e30"}, "price_max"),
        ({"price": "cheap"}, "price"),
        ({"in_stock": "perhaps"}, "in_stock"),
        ({"q": "x" * 201}, "q"),
        ({"tags": ["x" * 61]}, "tags.0"),
    ],
)
def test_a_question_that_cannot_be_answered_has_one_sentence(asked: dict[str, Any], field: str) -> None:
    assert list(refusal(ListingForm, asked)) == [field]


def test_a_question_becomes_a_query() -> None:
    form = parse(
        ListingForm, {"category": "rings", "price_min": "99.5", "size": ["8"], "sort": "rating", "in_stock": "1", "page": "3"}
    )

    assert form.asked == ListingQuery(
        category="rings", price_min=9_950, sizes=("8",), sort=Sort.RATING, in_stock=True, page=3, size=20
    )


def test_a_band_ends_where_the_next_begins() -> None:
    query = parse(ListingForm, {"price": "10000-25000"}).asked

    assert (query.price_min, query.price_max) == (1_000_000, 2_499_999)


def test_without_page_or_limit_all_is_meant() -> None:
    assert parse(ListingForm, {}).asked.size == 1_000
    assert parse(ListingForm, {"page": "2"}).asked.size == 20
    assert parse(ListingForm, {"limit": "7"}).asked.size == 7


@given(
    some.builds(
        ListingQuery,
        category=some.sampled_from(["", "rings"]),
        tags=some.sampled_from([(), ("bridal",), ("gift", "new")]),
        price_min=some.none() | some.integers(0, 10**9),
        price_max=some.none() | some.integers(0, 10**9),
        metals=some.sampled_from([(), ("gold", "silver")]),
        in_stock=some.booleans(),
        featured=some.booleans(),
        sort=some.none() | some.sampled_from(Sort),
        page=some.integers(1, 400),
    )
)
def test_the_address_of_a_query_leads_back_to_it(query: ListingQuery) -> None:
    pairs = query.pairs(page=True)
    several = {"tags", "metal", "stone", "size"}
    said: dict[str, Any] = {name: value for name, value in pairs if name not in several}
    said |= {name: [value for other, value in pairs if other == name] for name, _ in pairs if name in several}

    again = parse(ListingForm, said).asked

    assert again == ListingQuery(**{**query.__dict__, "size": again.size})
