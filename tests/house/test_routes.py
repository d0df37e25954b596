"""Every address that clients and readers rely on is there, by its exact path and method."""

import pytest
from flask import Flask

API = [
    ("POST", "/login"),
    ("POST", "/register"),
    ("POST", "/verifyToken"),
    ("POST", "/logout"),
    ("POST", "/refreshToken"),
    ("GET", "/auth/products"),
    ("GET", "/auth/products/filter"),
    ("GET", "/auth/products/<slug>"),
    ("GET", "/products/featured"),
    ("GET", "/products/by-tag/<tag>"),
    ("GET", "/products/search"),
    ("GET", "/products/suggestions"),
    ("GET", "/auth/categories"),
    ("GET", "/auth/tags"),
    ("GET", "/auth/variants"),
    ("POST", "/importproducts"),
    ("PUT", "/product/id/<id>"),
    ("DELETE", "/products/<id>"),
    ("DELETE", "/deleteProducts"),
    ("PUT", "/products/<id>/tags"),
    ("POST", "/admin/products/tags/bulk"),
    ("PUT", "/admin/products/<id>/visibility"),
    ("PUT", "/products/<id>/stock"),
    ("POST", "/products/stock/bulk-update"),
    ("GET", "/products/stock/alerts"),
    ("GET", "/products/stock/history"),
    ("POST", "/categories"),
    ("DELETE", "/categories/<id>"),
    ("POST", "/tags"),
    ("POST", "/variants"),
    ("GET", "/admin/categories"),
    ("POST", "/admin/categories"),
    ("GET", "/admin/tags"),
    ("POST", "/admin/tags"),
    ("GET", "/admin/stats/products"),
    ("POST", "/upload-file"),
    ("POST", "/upload-files"),
    ("POST", "/auth/products/image-upload"),
    ("GET", "/cart"),
    ("POST", "/cart/add"),
    ("PUT", "/cart/update"),
    ("DELETE", "/cart/remove/<product>"),
    ("POST", "/cart/merge"),
    ("POST", "/order"),
    ("GET", "/orders/<id>"),
    ("GET", "/orderservice"),
    ("GET", "/user/orders"),
    ("GET", "/user/profile"),
    ("PUT", "/user/profile"),
    ("GET", "/user/addresses"),
    ("POST", "/user/addresses"),
    ("PUT", "/user/addresses/<id>"),
    ("DELETE", "/user/addresses/<id>"),
    ("GET", "/user/wishlist"),
    ("POST", "/user/wishlist"),
    ("DELETE", "/user/wishlist/<product>"),
    ("GET", "/admin/users"),
    ("PUT", "/admin/users/<id>/role"),
    ("GET", "/admin/orders"),
    ("PUT", "/admin/orders/<id>/status"),
    ("GET", "/admin/stats/orders"),
    ("POST", "/payment/verify"),
    ("POST", "/payment/webhook"),
]
PAGES = [
    "/", "/shop", "/c/<slug>", "/t/<slug>", "/p/<slug>", "/search", "/bag", "/wishlist", "/checkout", "/order/<number>",
    "/account/login", "/account/register", "/account/forgot", "/account", "/account/orders", "/account/orders/<number>",
    "/account/letters", "/account/data", "/newsletter", "/sitemap.xml", "/robots.txt", "/feeds/google.xml", "/pages/<slug>",
    "/account/profile", "/account/addresses", "/account/reviews", "/p/<slug>/reviews", "/p/<slug>/review",
    "/back-office/orders", "/back-office/patterns", "/healthz", "/readyz",
]  # fmt: skip


def routes(app: Flask) -> set[tuple[str, str]]:
    return {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods or ()}


@pytest.mark.parametrize(("method", "path"), API)
def test_an_endpoint_of_the_api_is_at_its_exact_address(app: Flask, method: str, path: str) -> None:
    assert (method, path) in routes(app)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_at_its_address(app: Flask, path: str) -> None:
    assert ("GET", path) in routes(app)


def test_no_page_shares_an_address_and_method_with_the_api(app: Flask) -> None:
    faces: dict[tuple[str, str], set[str]] = {}
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            faces.setdefault((method, rule.rule), set()).add(rule.endpoint.split(".")[0])

    assert [place for place, owners in faces.items() if len(owners) > 1] == []
