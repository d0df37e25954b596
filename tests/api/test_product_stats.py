"""`product_stats`: how many products there are."""

from typing import Any

from storefront.domain.catalog import services
from tests.browser import Browser
from tests.factories.catalog import a_category, a_ring, made_to_order

ADDRESS = "/admin/stats/products"


def test_the_numbers_are_for_admins(client: Browser, as_customer: Browser) -> None:
    assert client.get(ADDRESS).status_code == 401
    assert as_customer.get(ADDRESS).status_code == 403


def test_all_products_but_those_in_the_bin_are_counted(as_admin: Browser) -> None:
    a_category("Coins")
    a_ring(featured=True)
    a_ring(stock=0)
    a_ring(category="Chains", visibility=False, stock=0, featured=True)
    made_to_order(category="Chains", visibility=False)
    services.bin_products([a_ring(featured=True)], None)

    answer = as_admin.get(ADDRESS)

    assert answer.json == {
        "code": 1000,
        "message": "Product stats retrieved",
        "result": {
            "totalProducts": 4,
            "inStock": 2,
            "outOfStock": 2,
            "featured": 2,
            "categories": {"Chains": 2, "Coins": 0, "Rings": 2},
        },
    }


def test_an_empty_shop_has_none(as_admin: Browser) -> None:
    none = {"totalProducts": 0, "inStock": 0, "outOfStock": 0, "featured": 0, "categories": {}}

    assert as_admin.get(ADDRESS).json["result"] == none


def test_the_numbers_cost_four_statements_beside_the_sign_in(as_admin: Browser, statements: Any) -> None:
    for number in range(6):
        a_ring(category=f"Room {number % 3}", visibility=number % 2 == 0)

    with statements(at_most=5):
        as_admin.get(ADDRESS)
