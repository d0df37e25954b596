"""What each list of the API costs in statements, however long it is."""

from typing import Any, get_origin

import pytest
from flask import Flask
from werkzeug.routing import Rule

from storefront.domain.accounts import Person
from tests.api.test_rights import place, routes
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_category, a_ring, a_tag
from tests.factories.orders import a_paid_order
from tests.factories.people import an_address
from tests.factories.promotions import a_coupon, a_zone
from tests.factories.reviews import a_review, an_approved_review
from tests.signed_in import browser_of

BUDGETS = {
    "/auth/products": 6,
    "/auth/products/filter": 6,
    "/public/products": 6,
    "/public/products/filter": 6,
    "/products/featured": 6,
    "/products/by-tag/<…>": 7,
    "/products/suggestions": 7,
    "/auth/categories": 2,
    "/public/categories": 2,
    "/admin/categories": 2,
    "/auth/tags": 2,
    "/public/tags": 2,
    "/admin/tags": 2,
    "/auth/variants": 2,
    "/products/<…>/reviews": 5,
    "/admin/reviews": 3,
    "/cart": 6,
    "/user/wishlist": 4,
    "/user/addresses": 2,
    "/user/orders": 4,
    "/orderservice": 4,
    "/admin/orders": 4,
    "/admin/users": 6,
    "/admin/coupons": 3,
    "/admin/delivery/zones": 4,
    "/products/stock/alerts": 3,
    "/products/stock/history": 3,
    "/analytics/products/popular": 3,
}
"""As an admin, who is looked up first: one statement."""


@pytest.fixture
def engine_name() -> str:
    """How many statements a list sends is decided before any engine hears of them."""
    return "sqlite"


@pytest.fixture
def full(app: Flask, admin: Person) -> str:
    """A shop with four of everything; the id of a piece with reviews."""
    pieces = [a_ring(stock=5, tags=["bridal"], featured=True) for _ in range(4)]
    browser = browser_of(app, admin)
    for number, piece in enumerate(pieces):
        a_category(f"Room {number}")
        a_tag(f"Word {number}")
        an_address(admin)
        a_paid_order(piece, who=admin)
        a_review(piece, a_customer())
        an_approved_review(pieces[0], a_customer())
        browser.post("/user/wishlist", json={"productId": piece})
        browser.post("/cart/add", json={"productId": piece})
        browser.put(f"/products/{piece}/stock", json={"quantity": 2})
        a_coupon(f"SHAGUN{number}")
        a_zone(str(number + 1), rates=[{"upToGrams": 500, "fee": 90}])
    return pieces[0]


def test_every_list_has_a_budget(app: Flask) -> None:
    readings = [rule for method, rule in routes(app) if method == "GET"]
    lists = {place("GET", rule)[1] for rule in readings if get_origin(_result(app, rule)) is list}

    assert lists == BUDGETS.keys()


@pytest.mark.parametrize("path", list(BUDGETS))
def test_a_list_keeps_to_its_budget(full: str, as_admin: Browser, statements: Any, path: str) -> None:
    as_admin.get("/healthz")
    address = path.replace("<…>", full if "reviews" in path else "bridal")

    with statements(at_most=BUDGETS[path]):
        answer = as_admin.get(address, query_string={"q": "ring"} if path.endswith("suggestions") else {})

    assert answer.status_code == 200


def _result(app: Flask, rule: Rule) -> Any:
    return getattr(getattr(app.view_functions[rule.endpoint], "declared", None), "result", None)
