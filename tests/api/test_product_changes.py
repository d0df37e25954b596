"""`product_changes`: changing what the shop sells, as admins' clients do it."""

from typing import Any

import pytest

from storefront.core.ids import new_id
from storefront.domain.catalog import queries, services
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.queries import available
from tests.browser import Browser
from tests.factories.catalog import a_ring, made_to_order, some_products

BULK = "/admin/products/tags/bulk"


def product(browser: Browser, name: str) -> dict[str, Any]:
    answer = browser.get(f"/auth/products/{name}")
    assert answer.status_code == 200
    return answer.json["result"]


def read(browser: Browser, address: str) -> Any:
    return browser.get(address).json["result"]


def errors(answer: Any, status: int = 422) -> Any:
    assert (answer.status_code, answer.json["code"]) == (status, 2002)
    return answer.json["result"]["errors"]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("PUT", "/product/id/odd"),
        ("DELETE", "/products/odd"),
        ("DELETE", "/deleteProducts"),
        ("PUT", "/products/odd/tags"),
        ("POST", BULK),
        ("PUT", "/admin/products/odd/visibility"),
    ],
)
def test_changes_are_for_admins(client: Browser, as_customer: Browser, method: str, address: str) -> None:
    assert client.open(address, method=method).status_code == 401
    assert as_customer.open(address, method=method).status_code == 403


def test_only_what_was_sent_changes_and_the_answer_is_the_whole_product(as_admin: Browser) -> None:
    ring = a_ring(name="Lotus", description="Old words", price=100, tags=["gift"])

    answer = as_admin.put(f"/product/id/{ring}", json={"description": "New words", "price": 120.5})

    assert (answer.status_code, answer.json["message"]) == (200, "Product updated successfully")
    changed = answer.json["result"]
    assert (changed["name"], changed["description"], changed["price"], changed["tags"]) == ("Lotus", "New words", 120.5, ["gift"])
    assert changed == product(as_admin, ring)


def test_rating_reviews_counters_and_identity_are_never_written(as_admin: Browser) -> None:
    ring = a_ring()
    services.set_rating(ring, 450, 2)
    before = product(as_admin, ring)
    said = {"id": new_id(), "rating": 1, "reviews": 99, "viewCount": 9, "salesCount": 9, "productCount": 1, "createdAt": "2001"}

    answer = as_admin.put(f"/product/id/{ring}", json=said)

    assert answer.json["result"] == before


def test_a_product_that_was_read_before_a_sale_does_not_undo_it(as_admin: Browser) -> None:
    ring = a_ring(stock=5)
    read = product(as_admin, ring)
    inventory.set_stock(ring, 3, "Sold over the counter", None)

    answer = as_admin.put(f"/product/id/{ring}", json={**read, "name": "Lotus"})

    assert (answer.json["result"]["name"], answer.json["result"]["noOfProducts"]) == ("Lotus", 3)


def test_a_product_may_go_from_counted_to_made_to_order(as_admin: Browser) -> None:
    ring = a_ring(stock=0)

    answer = as_admin.put(f"/product/id/{ring}", json={"noOfProducts": None, "inStock": True})

    assert (answer.json["result"]["noOfProducts"], answer.json["result"]["inStock"]) == (None, True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x" * 161}, "name"),
        ({"category": "Nowhere"}, "category"),
        ({"category": "ﷺ" * 40}, "category"),
        ({"price": -1}, "price"),
        ({"price": True}, "price"),
        ({"price": 1e300}, "price"),
        ({"price": "NaN"}, "price"),
        ({"price": "Infinity"}, "price"),
        ({"price": 0.001}, "price"),
        ({"price": {"$gt": 0}}, "price"),
        ({"noOfProducts": True}, "noOfProducts"),
        ({"noOfProducts": 1.5}, "noOfProducts"),
        ({"images": ["javascript:alert(1)"]}, "images.0"),
        ({"images": "https://x.example/a.jpg"}, "images"),
        ({"images": [5]}, "images.0"),
        ({"tags": ["-"]}, "tags.0"),
        ({"tags": ["ﷺ" * 50]}, "tags.0"),
        ({"tags": ["a"] * 31}, "tags"),
        ({"specifications": {"a": {"b": 1}}}, "specifications"),
        ({"specifications": {"\u0000": 1}}, "specifications"),
        ({"specifications": {"a": 1e300}}, "specifications"),
        ({"specifications": [1]}, "specifications"),
        ({"variants": {"sizes": [[1]]}}, "variants"),
        ({"slug": "Not a slug"}, "slug"),
        ({"relatedProducts": ["odd"]}, "relatedProducts.0"),
        ({"sortOrder": 10**30}, "sortOrder"),
    ],
)
def test_what_will_not_do_has_its_sentence_and_changes_nothing(as_admin: Browser, said: dict[str, Any], field: str) -> None:
    ring = a_ring(stock=2)
    before = product(as_admin, ring)

    answer = as_admin.put(f"/product/id/{ring}", json={"description": "New words", **said})

    assert errors(answer).keys() == {field}
    assert product(as_admin, ring) == before


def test_characters_that_no_text_has_are_left_out(as_admin: Browser) -> None:
    ring = a_ring()
    said = {
        "name": "Lo\u0000tus",
        "description": "\u0007",
        "specifications": {"ma\u0000terial": "go\u0000ld"},
        "tags": ["gi\u0000ft"],
    }

    changed = as_admin.put(f"/product/id/{ring}", json=said).json["result"]

    assert (changed["name"], changed["specifications"], changed["tags"]) == ("Lotus", {"material": "gold"}, ["gift"])


@pytest.mark.parametrize("body", [b"", b"true", b"null", b"{}"])
def test_a_change_without_words_changes_nothing(as_admin: Browser, body: bytes) -> None:
    ring = a_ring()
    before = product(as_admin, ring)

    answer = as_admin.put(f"/product/id/{ring}", data=body, content_type="application/json")

    assert answer.json["result"] == before


def test_a_product_that_is_not_there_is_not_found(as_admin: Browser) -> None:
    binned = a_ring()
    services.bin_products([binned], None)

    for unknown in (new_id(), "odd", "%00", binned):
        for method, address in (("PUT", f"/product/id/{unknown}"), ("DELETE", f"/products/{unknown}")):
            answer = as_admin.open(address, method=method, json={"name": "Lotus"})
            assert (answer.status_code, answer.json["code"]) == (404, 2004)


def test_a_preorder_cannot_end_while_more_are_ordered_than_there_are(as_admin: Browser) -> None:
    ring = a_ring(stock=0, preorderAvailable=True)
    inventory.hold(new_id(), {ring: 1})

    answer = as_admin.put(f"/product/id/{ring}", json={"preorderAvailable": False})

    assert (answer.status_code, answer.json["code"]) == (409, 2002)


@pytest.mark.parametrize("body", [b"", b"true"])
def test_a_deleted_product_is_gone_for_shoppers_and_can_be_brought_back(client: Browser, as_admin: Browser, body: bytes) -> None:
    ring = a_ring()

    answer = as_admin.delete(f"/products/{ring}", data=body, content_type="application/json")

    assert answer.json == {"code": 1000, "message": "Product deleted successfully", "result": None}
    assert client.get(f"/auth/products/{ring}").status_code == 404
    services.restore_products([ring], None)
    assert client.get(f"/auth/products/{ring}").status_code == 200


def test_all_products_can_be_deleted_at_once(client: Browser, as_admin: Browser) -> None:
    a_ring(), made_to_order()

    answer = as_admin.delete("/deleteProducts", data=b"true", content_type="application/json")

    assert answer.json == {"code": 1000, "message": "All products deleted successfully", "result": None}
    assert client.get("/auth/products").json["result"] == []


def test_a_product_has_the_tags_that_were_sent_and_no_others(as_admin: Browser) -> None:
    ring = a_ring(tags=["gift"])

    answer = as_admin.put(f"/products/{ring}/tags", json={"tags": ["Bridal", "bridal", "for-him"]})

    assert answer.json == {"code": 1000, "message": "Product tags updated successfully", "result": None}
    assert product(as_admin, ring)["tags"] == ["Bridal", "for-him"]
    assert [row.name for row in queries.tags()] == ["Bridal", "for-him", "gift"]


@pytest.mark.parametrize("body", [{}, {"tags": None}, {"tags": "gift"}, {"tags": [[]]}, {"tags": [None]}, [], True])
def test_tags_must_be_told_to_be_changed(as_admin: Browser, body: Any) -> None:
    ring = a_ring(tags=["gift"])

    errors(as_admin.put(f"/products/{ring}/tags", json=body))

    assert product(as_admin, ring)["tags"] == ["gift"]


def test_tags_of_several_products_change_together_and_the_last_word_holds(as_admin: Browser) -> None:
    ring, chain = some_products(*({"name": name, "category": "Gold", "price": 1} for name in ("Ring", "Chain")))
    updates = [{"productId": ring, "tags": ["a"]}, {"productId": chain, "tags": ["b"]}, {"productId": ring, "tags": ["c"]}]

    answer = as_admin.post(BULK, json={"updates": updates})

    assert answer.json == {"code": 1000, "message": "Product tags updated in bulk", "result": None}
    assert (product(as_admin, ring)["tags"], product(as_admin, chain)["tags"]) == (["c"], ["b"])


@pytest.mark.parametrize("unknown", ["f" * 24, "odd"])
def test_an_unknown_product_refuses_the_whole_of_a_bulk(as_admin: Browser, unknown: str) -> None:
    ring = a_ring(tags=["gift"])
    updates = [{"productId": ring, "tags": ["new"]}, {"productId": unknown, "tags": []}]

    answer = as_admin.post(BULK, json={"updates": updates})

    assert (answer.status_code, answer.json["result"]) == (404, {"productId": unknown})
    assert product(as_admin, ring)["tags"] == ["gift"]


def test_each_update_that_will_not_do_is_named(as_admin: Browser) -> None:
    updates = [{"productId": a_ring(), "tags": []}, {"tags": [5]}, None]

    answer = as_admin.post(BULK, json={"updates": updates})

    assert errors(answer).keys() == {"updates.1.productId", "updates.1.tags.0", "updates.2"}


def test_a_product_can_be_hidden_from_shoppers_and_shown_again(client: Browser, as_admin: Browser) -> None:
    ring = a_ring()

    answer = as_admin.put(f"/admin/products/{ring}/visibility", json={"visible": False})

    assert answer.json["code"] == 1000
    assert client.get(f"/auth/products/{ring}").status_code == 404
    hidden = as_admin.get("/auth/products")
    assert [one["visibility"] for one in hidden.json["result"]] == [False]
    assert hidden.headers["Cache-Control"] == "private, no-store"

    as_admin.put(f"/admin/products/{ring}/visibility", json={"visible": True})
    assert client.get(f"/auth/products/{ring}").status_code == 200


@pytest.mark.parametrize("body", [{}, {"visible": None}, {"visible": "perhaps"}, {"visible": 5}])
def test_visible_is_yes_or_no(as_admin: Browser, body: Any) -> None:
    assert errors(as_admin.put(f"/admin/products/{a_ring()}/visibility", json=body)).keys() == {"visible"}


def test_the_stock_of_a_change_is_what_can_be_sold(as_admin: Browser) -> None:
    ring = a_ring(stock=2)
    inventory.hold(new_id(), {ring: 1})

    as_admin.put(f"/product/id/{ring}", json={"noOfProducts": 4})

    assert available([ring]) == {ring: 4}


WRITTEN = {
    "sku": "RI-1",
    "alts": [],
    "dimensions": {"length": 2.5},
    "weightGrams": 5.25,
    "gstRate": 1.5,
    "stockAlert": 3,
    "sortOrder": 7,
    "seoKeywords": ["lotus"],
    "relatedProducts": [],
    "metaTitle": "A lotus",
    "metaDescription": "In gold.",
}


def test_admins_read_all_that_they_write_and_others_do_not(as_admin: Browser, client: Browser) -> None:
    ring = a_ring(stock=2)

    changed: Any = as_admin.put(f"/product/id/{ring}", json=WRITTEN).json

    for shown in (changed["result"], read(as_admin, f"/auth/products/{ring}"), read(as_admin, "/auth/products")[0]):
        assert {name: shown[name] for name in WRITTEN} == WRITTEN
    assert not WRITTEN.keys() & read(client, f"/auth/products/{ring}").keys()
    assert as_admin.put(f"/product/id/{ring}", json=changed["result"]).json["result"]["gstRate"] == 1.5


def test_admins_read_all_that_they_write_of_rooms_and_words(as_admin: Browser, client: Browser) -> None:
    above = as_admin.post("/categories", json={"name": "Rings"}).json["result"]
    room = {"parentCategory": above["id"], "sortOrder": 2, "metaTitle": "Bands", "metaDescription": "Plain.", "gstRate": 3}

    made: Any = as_admin.post("/categories", json={"name": "Bands", **room}).json
    word: Any = as_admin.post("/tags", json={"name": "quiet", "sortOrder": 4}).json
    size: Any = as_admin.post("/variants", json={"type": "size", "value": "8", "sortOrder": 5}).json

    assert {name: made["result"][name] for name in room} == room
    assert (word["result"]["sortOrder"], size["result"]["sortOrder"]) == (4, 5)
    for path in ("/auth/categories", "/auth/tags", "/auth/variants"):
        assert not {"sortOrder", "gstRate"} & read(client, path)[0].keys()
