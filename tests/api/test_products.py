"""The product endpoints, as their clients expect them."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask

from storefront.core.db import transaction
from storefront.core.forms import parse
from storefront.domain.catalog import services
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.inventory import services as inventory
from tests.browser import Browser
from tests.factories.catalog import a_catalog, a_ring, made_to_order, some_products

LOTUS = {
    "name": "Lotus Ring",
    "category": "Rings",
    "description": "A lotus in gold.",
    "price": 12_500.5,
    "comparePrice": 15_000,
    "images": ["/uploads/lotus.jpg", "https://elsewhere.example/lotus.jpg"],
    "tags": ["bridal", "gift"],
    "noOfProducts": 3,
    "featured": True,
    "specifications": {"material": "Gold", "hallmarked": True, "turns": 3},
    "variants": {"sizes": ["8", "10"], "size": "8"},
}


def read(browser: Browser, address: str) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.json["code"] == 1000
    return answer.json["result"]


def slugs(browser: Browser, address: str) -> list[str]:
    return [product["slug"] for product in read(browser, address)]


def links(answer: Any) -> dict[str, dict[str, str]]:
    """What each link of the Link header asks for, by its name."""
    found = {}
    for link in answer.headers.get("Link", "").split(", "):
        if link:
            address, name = link.split("; ")
            found[name[5:-1]] = dict(parse_qsl(urlsplit(address[1:-1]).query))
    return found


def test_a_product_has_the_shape_of_the_requirements(client: Browser) -> None:
    (lotus,) = some_products(LOTUS)

    answer = client.get("/auth/products/lotus-ring")

    assert answer.json["message"] == "Product retrieved successfully"
    product = answer.json["result"]
    created, updated = product.pop("createdAt"), product.pop("updatedAt")
    assert product == {
        "id": lotus,
        "name": "Lotus Ring",
        "slug": "lotus-ring",
        "category": "Rings",
        "description": "A lotus in gold.",
        "price": 12500.5,
        "comparePrice": 15000,
        "images": ["http://localhost/uploads/lotus.jpg", "https://elsewhere.example/lotus.jpg"],
        "preorderAvailable": False,
        "inStock": True,
        "specifications": {"material": "Gold", "hallmarked": True, "turns": 3},
        "rating": 0,
        "reviews": 0,
        "featured": True,
        "tags": ["bridal", "gift"],
        "noOfProducts": 3,
        "variants": {"sizes": ["8", "10"], "size": "8"},
        "visibility": True,
    }
    assert created.endswith("Z")
    assert updated >= created


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/auth/products", "Products retrieved successfully"),
        ("/public/products", "Products retrieved successfully"),
        ("/auth/products/filter", "Filtered products retrieved"),
        ("/public/products/filter?category=rings", "Filtered products retrieved"),
        ("/products/featured", "Featured products retrieved"),
        ("/products/by-tag/bridal", "Products by tag retrieved"),
        ("/products/by-tag/BRIDAL", "Products by tag retrieved"),
    ],
)
def test_every_list_answers_an_array_of_products(client: Browser, address: str, message: str) -> None:
    some_products(LOTUS)

    answer = client.get(address)

    assert answer.json["message"] == message
    assert [product["slug"] for product in answer.json["result"]] == ["lotus-ring"]
    assert answer.headers["X-Total-Count"] == "1"


def test_a_product_is_found_by_slug_id_and_former_slug_alike(client: Browser) -> None:
    (lotus,) = some_products(LOTUS)
    services.change_product(lotus, parse(ProductChanges, {"slug": "water-lily"}), None)

    for name in ("water-lily", lotus, "lotus-ring"):
        assert read(client, f"/public/products/{name}")["slug"] == "water-lily"


@pytest.mark.parametrize("name", ["nothing", "0" * 24, "a%00b", "x" * 300, "%F0%9F%92%8D", "%ff"])
def test_a_product_that_is_not_there_is_a_404_in_the_envelope(client: Browser, name: str) -> None:
    answer = client.get(f"/auth/products/{name}")

    assert (answer.status_code, answer.json["code"]) == (404, 2004)


def test_the_number_of_products_is_live_although_the_product_has_not_changed(client: Browser) -> None:
    (lotus,) = some_products(LOTUS)
    assert read(client, f"/auth/products/{lotus}")["noOfProducts"] == 3

    inventory.hold("0" * 24, {lotus: 2})
    assert read(client, f"/auth/products/{lotus}")["noOfProducts"] == 1

    with transaction():
        services.stock_flipped(inventory.hold("1" * 24, {lotus: 1}))
    product = read(client, "/auth/products")[0]
    assert (product["noOfProducts"], product["inStock"]) == (0, False)


def test_what_is_made_to_order_is_not_counted_and_staff_say_whether_it_can_be_had(client: Browser) -> None:
    made_to_order(name="Yes")
    made_to_order(name="No", inStock=False)

    found = {product["name"]: (product["noOfProducts"], product["inStock"]) for product in read(client, "/auth/products")}

    assert found == {"Yes": (None, True), "No": (None, False)}


def test_a_product_that_was_read_can_be_sent_back_as_it_is(client: Browser) -> None:
    (lotus,) = some_products(LOTUS)
    product = read(client, f"/auth/products/{lotus}")

    services.change_product(lotus, parse(ProductChanges, {**product, "noOfProducts": 7}), None)

    again = read(client, f"/auth/products/{lotus}")
    assert again.pop("noOfProducts") == 7
    assert again.pop("updatedAt") > product.pop("updatedAt")
    del product["noOfProducts"]
    assert again == product


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=Nose%20Pins", ["pin"]),
        ("category=nose-pins", ["pin"]),
        ("category=nowhere", []),
        ("price_min=150&price_max=250.50", ["ring"]),
        ("tags=gift&tags=new", ["pin"]),
        ("tags[]=gift&tags[]=new", ["pin"]),
        ("tags=gift,new", ["pin"]),
        ("tags=nothing", []),
        ("q=ring", ["ring"]),
        ("sort=price_asc", ["pin", "ring", "stud"]),
        ("sort=price_desc&category=", ["stud", "ring", "pin"]),
        ("sort=name", ["pin", "ring", "stud"]),
        ("", ["stud", "ring", "pin"]),
        ("unknown=1&category=Rings", ["ring"]),
    ],
)
def test_lists_are_narrowed_by_what_is_asked(client: Browser, query: str, found: list[str]) -> None:
    some_products(
        {"name": "Pin", "category": "Nose Pins", "price": 100, "tags": ["gift", "new"]},
        {"name": "Ring", "category": "Rings", "price": 200, "tags": ["gift"]},
        {"name": "Stud", "category": "Earrings", "price": 300},
    )

    assert slugs(client, f"/auth/products/filter?{query}") == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=1e9", "page"),
        ("page=99999999999999999999999999", "page"),
        ("limit=101", "limit"),
        ("limit=0", "limit"),
        ("page=101&limit=100", "page"),
        ("sort=cheapest", "sort"),
        ("price_min=many", "price_min"),
        ("price_max=-1", "price_max"),
        ("price_max=1e99", "price_max"),
        ("after=nonsense", "after"),
        (f"q={'x' * 300}", "q"),
    ],
)
def test_a_parameter_that_will_not_do_has_its_sentence(client: Browser, query: str, field: str) -> None:
    for address in ("/auth/products", "/auth/products/filter", "/products/featured", "/products/by-tag/gift"):
        answer = client.get(f"{address}?{query}")

        assert (answer.status_code, answer.json["code"]) == (422, 2002)
        assert list(answer.json["result"]["errors"]) == [field]


@pytest.mark.parametrize("name", ["q", "category", "tags", "tags[]", "metal", "in_stock", "after", "page"])
def test_no_parameter_breaks_a_list(client: Browser, name: str) -> None:
    for odd in ("%00", "a%00b", "%ff", "%F0%9F%92%8D", "'", '"', "%25", "\\", "x" * 150):
        answer = client.get(f"/auth/products/filter?{name}={odd}")

        assert answer.status_code in (200, 422)


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%ff", "%F0%9F%92%8D", "x" * 300, "%25"])
def test_an_odd_tag_finds_nothing(client: Browser, odd: str) -> None:
    assert read(client, f"/products/by-tag/{odd}") == []


def test_pages_say_where_they_stand(client: Browser) -> None:
    a_catalog(45)

    answer = client.get("/auth/products?page=2&sort=name")

    assert len(answer.json["result"]) == 20
    assert answer.headers["X-Total-Count"] == "45"
    assert {name: query["page"] for name, query in links(answer).items()} == {"first": "1", "prev": "1", "next": "3", "last": "3"}
    assert links(answer)["next"] == {"sort": "name", "page": "3"}
    assert len(read(client, "/auth/products?limit=7")) == 7
    assert "Link" not in client.get("/auth/products").headers


def test_where_pages_by_number_end_a_cursor_goes_on(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    a_catalog(45)
    monkeypatch.setattr("storefront.api.products.DEEPEST", 20)
    whole = slugs(client, "/auth/products?sort=price_asc")

    answer, walked = client.get("/auth/products?sort=price_asc&limit=20"), []
    while True:
        walked += [product["slug"] for product in answer.json["result"]]
        onward = links(answer).get("next")
        if onward is None:
            break
        assert "page" not in onward
        answer = client.get("/auth/products", query_string=onward)

    assert walked == whole


def test_a_list_that_is_cut_says_so(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    a_catalog(12)
    monkeypatch.setattr("storefront.core.paging.MOST", 10)

    answer = client.get("/auth/products")

    assert len(answer.json["result"]) == 10
    assert (answer.headers["X-Total-Count"], answer.headers["X-Truncated"]) == ("12", "true")


def test_only_admins_see_what_is_hidden_and_no_cache_keeps_it(client: Browser, as_admin: Browser, as_customer: Browser) -> None:
    a_ring(name="Hidden", visibility=False)

    for browser in (client, as_customer):
        assert read(browser, "/auth/products") == []
        assert browser.get("/auth/products/hidden").status_code == 404
    assert slugs(as_admin, "/auth/products") == ["hidden"]
    assert as_admin.get("/auth/products").headers["Cache-Control"] == "private, no-store"
    assert read(as_admin, "/auth/products/hidden")["visibility"] is False


def test_a_search_answers_products_their_number_and_what_else_may_be_meant(client: Browser) -> None:
    a_ring(name="Ruby Ring", category="Rings")
    a_ring(name="Ruby Studs", category="Earrings")

    result = read(client, "/products/search?q=ruby&limit=1")

    assert [product["name"] for product in result["products"]] == ["Ruby Studs"]
    assert result["total"] == 2
    assert {"query": "Ruby Ring", "type": "product", "count": 1} in result["suggestions"]
    assert client.get("/products/search?q=ruby&limit=1").headers["X-Total-Count"] == "2"
    assert read(client, "/products/search?q=nothing") == {"products": [], "total": 0, "suggestions": []}


def test_suggestions_have_the_shape_of_the_requirements(client: Browser) -> None:
    a_ring(name="Moon", category="Rings", tags=["ringed"])

    assert read(client, "/products/suggestions?q=ring")[:2] == [
        {"query": "Rings", "type": "category", "count": 1},
        {"query": "Ringed", "type": "tag", "count": 1},
    ]


@pytest.mark.parametrize(
    "address", ["/products/search", "/products/suggestions", "/products/search?q=", "/products/suggestions?q=%20"]
)
def test_without_words_there_is_nothing_to_look_for(client: Browser, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 422
    assert answer.json["result"] == {"errors": {"q": "This is needed."}}


def test_a_page_of_a_list_costs_five_statements_four_once_its_products_are_encoded_and_one_while_it_is_kept(
    app: Flask, client: Browser, statements: Any
) -> None:
    a_catalog(30)
    client.get("/healthz")

    with statements(at_most=5):
        read(client, "/auth/products?page=1")
    with statements(at_most=4):
        read(client, "/auth/products?page=1&limit=20")
    with statements(at_most=1):
        read(client, "/auth/products?page=1")


def test_rates_and_prices_come_without_noise(client: Browser) -> None:
    ring = a_ring(price=0.1, comparePrice=0.3)
    services.set_rating(ring, 433, 3)

    text = client.get(f"/auth/products/{ring}").text

    assert '"price":0.1,"comparePrice":0.3' in text
    assert '"rating":4.33,"reviews":3' in text
