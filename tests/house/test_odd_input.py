"""Nothing that can be sent to any address is an error of ours."""

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.browser import Browser

ODD_TEXTS = ["", "\x00", "é" * 300, "'; drop table users; --", "<script>", "9" * 40, "-1", "🪔"]
ODD_BODIES = [
    b"", b"{", b"[]", b"true", b"null", b'"text"', b"\xff\xfe", b"[" * 5000, b"{}", b'{"a":' * 3000,
    json.dumps({"productId": {"$ne": None}, "quantity": {}, "username": [], "password": 5, "amount": 1e308}).encode(),
    b'{"username": "\\ud800", "password": "\\u0000", "email": "\\u0000@x.in", "productId": "\\ud800", "quantity": 1}',
    json.dumps({"items": [None, 1, "x", {}], "notes": [1], "shippingAddress": "here", "razorpay_order_id": 5}).encode(),
]  # fmt: skip
ODD_QUERIES = ["page=-1", "page=99999999999999999999", "limit=0", "q=%00", "sort=odd", "price_min=NaN", "price_min=1e400",
               "tags[]=%ff", "category[]=a", "in_stock=maybe", "after=%00",
               "metal=" + "x" * 5000, "q=" + "word+" * 2000]  # fmt: skip

DESCRIBING = ("api.openapi.", "api.docs.")
"""What is said of the API is no answer of it."""


def routes(app: Flask, method: str) -> list[Rule]:
    faces = ("shop.", "api.", "backoffice.")
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint.startswith(faces)]


def address(rule: Rule, odd: str) -> str:
    filled = rule.rule
    for name in rule.arguments:
        filled = filled.replace(f"<{name}>", odd).replace(f"<path:{name}>", odd)
    return filled


def check(answer: Any, rule: Rule) -> None:
    assert answer.status_code < 500, f"{rule.rule}: {answer.status_code}"
    if rule.endpoint.startswith("api.") and not rule.endpoint.startswith(DESCRIBING) and answer.status_code != 303:
        assert answer.json.keys() == {"code", "message", "result"}, rule.rule


@pytest.fixture(params=["client", "as_customer", "as_admin"])
def anybody(request: pytest.FixtureRequest) -> Browser:
    browser: Browser = request.getfixturevalue(request.param)
    return browser


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_no_body_breaks_an_address(app: Flask, anybody: Browser, method: str) -> None:
    for rule in routes(app, method):
        if rule.endpoint.startswith("api."):
            for body in ODD_BODIES:
                check(anybody.open(address(rule, "odd"), method=method, data=body, content_type="application/json"), rule)


def test_no_form_breaks_a_page(app: Flask, anybody: Browser) -> None:
    fields = (
        "email",
        "username",
        "password",
        "quantity",
        "product_id",
        "pin",
        "outcome",
        "option.size",
        "next",
        "key",
        "contact",
    )

    for rule in routes(app, "POST"):
        for odd in ODD_TEXTS:
            check(anybody.post(address(rule, "odd"), data=dict.fromkeys(fields, odd)), rule)


def test_no_address_or_query_breaks_a_page(app: Flask, anybody: Browser) -> None:
    for rule in routes(app, "GET"):
        for odd in ("odd", "%00", "%F0%9F%AA%94", "x" * 400):
            check(anybody.get(address(rule, odd)), rule)
        for query in ODD_QUERIES:
            check(anybody.get(f"{address(rule, 'odd')}?{query}"), rule)
