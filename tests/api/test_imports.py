"""Many products at once, as an admin's client sends them."""

from typing import Any

import pytest

from storefront.core.forms import parse
from storefront.domain.accounts import Person
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import ProductForm
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.queries import available
from tests.browser import Browser
from tests.factories.catalog import some_products

ADDRESS = "/importproducts"
LOTUS = {
    "name": "Lotus Ring",
    "category": "Rings",
    "description": "A lotus in gold.",
    "price": 12_500.5,
    "images": ["https://elsewhere.example/lotus.jpg?size=large&v=2"],
    "tags": ["bridal", "Gift"],
    "inStock": True,
    "specifications": {"material": "Gold"},
}


def load(browser: Browser, *rows: Any) -> Any:
    return browser.post(ADDRESS, json=list(rows))


def products(browser: Browser) -> list[dict[str, Any]]:
    return browser.get("/auth/products").json["result"]


def errors(answer: Any) -> Any:
    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    return answer.json["result"]["errors"]


def test_an_import_is_for_admins(client: Browser, as_customer: Browser) -> None:
    assert load(client, LOTUS).status_code == 401
    assert load(as_customer, LOTUS).status_code == 403
    assert products(client) == []


def test_products_come_with_their_categories_and_tags_and_their_pictures_stay_where_they_are(
    as_admin: Browser, client: Browser
) -> None:
    answer = load(as_admin, LOTUS, {**LOTUS, "tags": ["gift", "for him"], "category": "rings"})

    assert answer.json == {"code": 1000, "message": "Products imported successfully", "result": None}
    assert [one["slug"] for one in products(client)] == ["lotus-ring-2", "lotus-ring"]
    assert products(client)[1].items() >= {**LOTUS, "noOfProducts": None}.items()
    assert [(row.name, row.product_count) for row in queries.categories()] == [("Rings", 2)]
    assert [row.name for row in queries.tags()] == ["Gift", "bridal", "for him"]


def test_each_bad_entry_is_named_by_its_place_and_field_and_nothing_comes_in(as_admin: Browser) -> None:
    rows = [LOTUS, {**LOTUS, "price": -1}, {"name": "Moon"}, "ring", {**LOTUS, "images": ["ftp://x/y"], "tags": ["ok", ""]}]

    answer = load(as_admin, *rows)

    assert errors(answer).keys() == {"1.price", "2.category", "2.price", "3", "4.images.0", "4.tags.1"}
    assert answer.json["message"] == "4 of 5 entries need another look; nothing was changed."
    assert (products(as_admin), queries.categories(), queries.tags()) == ([], [], [])


def test_two_entries_cannot_have_one_slug(as_admin: Browser) -> None:
    row = {**LOTUS, "slug": "lotus"}

    assert errors(load(as_admin, row, LOTUS, row)) == {"2.slug": "Entry 0 has this slug already."}
    assert products(as_admin) == []


def test_a_slug_that_was_asked_for_is_not_taken_by_a_name_that_reads_the_same(as_admin: Browser) -> None:
    load(as_admin, {**LOTUS, "name": "Lotus", "price": 1}, {**LOTUS, "slug": "lotus", "price": 2})

    assert {one["slug"]: one["price"] for one in products(as_admin)} == {"lotus-2": 1, "lotus": 2}


def test_what_is_there_already_is_changed_but_keeps_its_stock(as_admin: Browser) -> None:
    row = {**LOTUS, "slug": "lotus", "noOfProducts": 5}
    load(as_admin, row)

    load(as_admin, {**row, "name": "Water Lily", "noOfProducts": 9})

    assert [(one["name"], one["noOfProducts"]) for one in products(as_admin)] == [("Water Lily", 5)]


def test_a_shop_that_was_emptied_can_be_filled_again_with_the_same_slugs(as_admin: Browser, admin: Person) -> None:
    rows = [{**LOTUS, "slug": "lotus", "noOfProducts": 5}, {**LOTUS, "slug": "moon"}]
    load(as_admin, *rows)
    before = {one["id"] for one in products(as_admin)}
    as_admin.delete("/deleteProducts")

    load(as_admin, {**rows[0], "noOfProducts": 2}, rows[1])

    assert {one["id"] for one in products(as_admin)} == before
    assert {one["slug"]: one["noOfProducts"] for one in products(as_admin)} == {"lotus": 2, "moon": None}
    assert queries.categories()[0].product_count == 2


def test_a_preorder_that_is_still_owed_names_its_entry(as_admin: Browser) -> None:
    row = {**LOTUS, "slug": "lotus", "noOfProducts": 0, "preorderAvailable": True}
    (ring,) = some_products(row)
    inventory.hold("a" * 24, {ring: 1})

    answer = load(as_admin, {**LOTUS, "slug": "other"}, {**row, "preorderAvailable": False})

    assert errors(answer).keys() == {"1.preorderAvailable"}
    assert [one["slug"] for one in products(as_admin)] == ["lotus"]


@pytest.mark.parametrize("body", [b"{}", b"true", b"null", b"5", b'"x"'])
def test_an_import_is_a_list(as_admin: Browser, body: bytes) -> None:
    answer = as_admin.post(ADDRESS, data=body, content_type="application/json")

    assert errors(answer) == {"body": "Send a list."}


@pytest.mark.parametrize("body", [b"", b"[", b"[NaN]", b'[{"price": 1e999}]', b'[{"name": "\\ud800"}]', b"[" * 100_000])
def test_what_is_no_json_is_said_to_be_none(as_admin: Browser, body: bytes) -> None:
    answer = as_admin.post(ADDRESS, data=body, content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (400, 2002)


def test_an_empty_list_imports_nothing(as_admin: Browser) -> None:
    assert load(as_admin).status_code == 200


def test_too_many_entries_are_refused_before_they_are_read(as_admin: Browser) -> None:
    assert errors(load(as_admin, *[0] * 10_001)) == {"body": "Send at most 10000 entries at once."}


def test_names_that_fold_the_same_are_one_category_and_one_tag(as_admin: Browser) -> None:
    rows = [{**LOTUS, "category": name, "tags": [name]} for name in ("Nose Pins", "nose-pins", "NOSE  PINS", "Nosé_Pins")]

    assert load(as_admin, *rows).status_code == 200

    assert [(row.name, row.product_count) for row in queries.categories()] == [("Nose Pins", 4)]
    assert [(row.name, row.product_count) for row in queries.tags()] == [("Nose Pins", 4)]


def test_statements_do_not_grow_with_the_number_of_entries(as_admin: Browser, statements: Any) -> None:
    rows = [{**LOTUS, "name": f"Ring {number}", "noOfProducts": number} for number in range(200)]
    load(as_admin, LOTUS)

    with statements(at_most=32):
        assert load(as_admin, *rows).status_code == 200


def one_import(slug: str, number: int) -> int:
    rows = [{**LOTUS, "slug": slug, "category": "New Room", "tags": ["new tag"], "price": number + at} for at in range(1)]
    rows += [{**LOTUS, "category": "new-room", "noOfProducts": 1} for _ in range(3)]
    return services.import_products([parse(ProductForm, row) for row in rows], None).new


def test_imports_of_the_same_slug_at_once_make_one_product_and_one_room(client: Browser, at_once: Any) -> None:
    new = at_once(one_import, [("lotus", number) for number in range(4)])

    assert sorted(new) == [3, 3, 3, 4]
    found = products(client)
    assert len({one["slug"] for one in found}) == len(found) == 13
    assert [(row.name.casefold().replace("-", " "), row.product_count) for row in queries.categories()] == [
        ("new room", 13),
    ]
    assert available(one["id"] for one in found if one["noOfProducts"]) == {one["id"]: 1 for one in found if one["noOfProducts"]}
