"""Categories, tags and variants."""

from typing import Any

import pytest
from flask import Flask

from storefront.core.errors import Invalid, NotFound
from storefront.core.forms import parse
from storefront.domain.catalog import ListingQuery, queries, services
from storefront.domain.catalog.errors import NameTaken, StillInUse
from storefront.domain.catalog.forms import CategoryForm, TagForm, VariantForm
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_category, a_ring, a_tag, some_products


def test_the_menu_has_the_active_categories_in_the_order_of_staff(app: Flask) -> None:
    a_category("Coins", sortOrder=2)
    a_category("Rings", sortOrder=1, description="For every finger", image="https://elsewhere.example/rings.jpg")
    a_category("Attic", isActive=False)
    a_ring()

    menu = queries.menu()

    assert [(one.name, one.slug, one.count) for one in menu] == [("Rings", "rings", 1), ("Coins", "coins", 0)]
    assert menu[0].picture is not None
    assert menu[0].picture.src == "https://elsewhere.example/rings.jpg"


def test_the_menu_is_read_once_for_each_version(app: Flask, statements: Any) -> None:
    a_category("Coins")
    queries.menu()

    with statements(at_most=1):
        queries.menu()
    known = queries.version()
    with statements(at_most=0):
        queries.menu(known)
    a_category("Rings")
    assert len(queries.menu()) == 2


def test_tags_stand_in_the_menu_while_products_carry_them(app: Flask) -> None:
    a_tag("forgotten")
    a_ring(tags=["bridal"])
    a_ring(tags=["gift"])
    a_ring(tags=["gift"])

    assert [(one.name, one.count) for one in queries.tag_menu()] == [("Gift", 2), ("Bridal", 1)]


@pytest.mark.parametrize("name", ["Nose Pins", "nose-pins", "NOSE PINS"])
def test_case_and_hyphens_do_not_count_in_a_name(app: Flask, name: str) -> None:
    a_category("Nose Pins")

    place = queries.place_of("category", name)

    assert place is not None
    assert place.slug == "nose-pins"
    with pytest.raises(NameTaken):
        a_category(name)


def test_only_admins_see_what_is_not_active(app: Flask) -> None:
    a_category("Attic", isActive=False)
    a_tag("hidden", isActive=False)
    services.add_variant(parse(VariantForm, {"type": "size", "value": "8", "isActive": False}), None)

    for read in (queries.categories, queries.tags, queries.variants):
        assert [len(read(person)) for person in (None, a_customer(), an_admin())] == [0, 0, 1]
    assert queries.place_of("category", "attic") is None


def test_a_renamed_category_is_found_by_its_new_name_and_its_former_address(app: Flask) -> None:
    ring = a_ring(name="Lotus")
    rings = queries.categories()[0]

    services.change_category(rings.id, parse(CategoryForm, {"name": "Finger Jewels", "slug": "finger-jewels"}), None)

    assert queries.product_rows([ring])[ring].category == "Finger Jewels"
    assert [card.id for card in queries.listing(ListingQuery(q="finger lotus")).cards] == [ring]
    place = queries.place_of("category", "rings")
    assert place is not None
    assert place.slug == "finger-jewels"
    assert queries.listing(ListingQuery(category="finger jewels")).total == 1
    assert queries.cards([ring])[0].version == 2


def test_a_category_goes_only_when_it_is_empty(app: Flask) -> None:
    ring = a_ring()
    rings = queries.categories()[0]
    child = a_category("Bands", parentCategory="rings")
    services.bin_products([ring], None)

    with pytest.raises(StillInUse) as caught:
        services.remove_category(rings.id, None)
    assert caught.value.facts == {"products": 1, "inBin": 1}

    services.remove_category(child, None)
    assert [row.name for row in queries.categories()] == ["Rings"]
    with pytest.raises(NotFound):
        services.remove_category(child, None)


def test_a_category_stands_under_another_but_not_under_itself(app: Flask) -> None:
    rings = a_category("Rings")
    a_category("Bands", parentCategory="Rings")

    place = queries.place_of("category", "bands")

    assert place is not None
    assert place.parent is not None
    assert place.parent.id == rings
    with pytest.raises(Invalid):
        services.change_category(rings, parse(CategoryForm, {"name": "Rings", "parentCategory": "rings"}), None)
    with pytest.raises(Invalid):
        a_category("Studs", parentCategory="Nowhere")


def test_putting_a_category_adds_it_once(app: Flask) -> None:
    form = parse(CategoryForm, {"name": "Rings", "slug": "rings", "description": "For every finger"})

    first = services.put_category(form, None)
    version = queries.version()
    again = services.put_category(form, None)

    assert first == again
    assert [row.description for row in queries.categories()] == ["For every finger"]
    assert queries.version() >= version


def test_a_tag_that_is_called_otherwise_keeps_its_products_and_their_counts(app: Flask) -> None:
    ring = a_ring(name="Band", tags=["for men", "gift"])
    a_tag("bridal")
    tag = next(row for row in queries.tags() if row.name == "for men")

    services.change_tag(tag.id, parse(TagForm, {"name": "for him"}), None)

    assert [(one.name, one.slug, one.count) for one in queries.tag_menu()] == [("For him", "for-him", 1), ("Gift", "gift", 1)]
    assert queries.product_rows([ring])[ring].tags == ["for him", "gift"]
    assert [card.name for card in queries.listing(ListingQuery(tags=("for-him", "gift"))).cards] == ["Band"]
    assert queries.listing(ListingQuery(tags=("for-men",))).total == 0
    kept = queries.listing(ListingQuery()).groups
    services.recount()
    assert queries.listing(ListingQuery()).groups == kept
    with pytest.raises(NameTaken):
        services.change_tag(tag.id, parse(TagForm, {"name": "Bridal"}), None)
    with pytest.raises(NotFound):
        services.change_tag("0" * 24, parse(TagForm, {"name": "Other"}), None)


def test_a_tag_that_is_not_active_is_counted_nowhere(app: Flask) -> None:
    a_ring(tags=["gift"])
    [tag] = queries.tags()

    services.change_tag(tag.id, parse(TagForm, {"name": "gift", "isActive": False}), None)

    assert queries.tag_menu() == []
    assert queries.place_of("tag", "gift") is None
    kept = queries.listing(ListingQuery()).groups
    services.recount()
    assert queries.listing(ListingQuery()).groups == kept


def test_a_value_is_offered_once(app: Flask) -> None:
    services.add_variant(parse(VariantForm, {"type": "metal", "value": "Platinum"}), None)

    with pytest.raises(NameTaken):
        services.add_variant(parse(VariantForm, {"type": "metal", "value": "Platinum"}), None)
    assert [(row.type, row.value) for row in queries.variants()] == [("metal", "Platinum")]


def test_names_in_other_scripts_are_names_as_well(app: Flask) -> None:
    some_products({"name": "अंगूठी", "category": "गहने", "price": 1, "tags": ["उपहार"]})

    listing = queries.listing(ListingQuery(category="गहने", tags=("उपहार",)))

    assert [card.name for card in listing.cards] == ["अंगूठी"]
