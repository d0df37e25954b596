"""What clients send although nobody asked for it does no harm; what leads nowhere is told in the envelope."""

from typing import Any

import pytest

from tests.browser import Browser
from tests.factories.catalog import a_ring

ENVELOPE = {"code", "message", "result"}


@pytest.mark.parametrize("body", [b"true", b"", b"null", b"{}", b" true\n", b'{"surplus": 1}'])
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded", None])
def test_where_nothing_is_needed_anything_like_nothing_will_do(
    as_customer: Browser, body: bytes, content_type: str | None
) -> None:
    for path in ("/verifyToken", "/logout"):
        answer = as_customer.post(path, data=body, content_type=content_type)

        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("body", [b"true", b"", b"null"])
def test_an_order_of_the_cart_needs_no_body(as_customer: Browser, body: bytes) -> None:
    as_customer.post("/cart/add", json={"productId": a_ring(stock=1)})

    assert as_customer.post("/order", data=body, content_type="application/json").status_code == 200


def test_a_json_body_is_read_whatever_its_content_type_says(as_customer: Browser) -> None:
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "nonsense"):
        body = f'{{"productId": "{a_ring(stock=1)}"}}'

        assert as_customer.post("/cart/add", data=body, content_type=content_type).status_code == 200


@pytest.mark.parametrize("body", [b"", b"true", b"{", b"[]", b'{"page": 7}'])
def test_a_json_content_type_on_get_and_delete_is_ignored_with_its_body(as_customer: Browser, body: bytes) -> None:
    ring = a_ring(stock=1)
    as_customer.post("/cart/add", json={"productId": ring})

    listed = as_customer.open("/auth/products", method="GET", data=body, content_type="application/json")
    removed = as_customer.open(f"/cart/remove/{ring}", method="DELETE", data=body, content_type="application/json")

    assert (listed.status_code, len(listed.json["result"]), removed.status_code) == (200, 1, 200)


def test_unknown_fields_are_ignored(as_customer: Browser) -> None:
    sent = {"productId": a_ring(stock=1), "userId": "somebody", "role": "Admin", "product": {"price": 1}}

    assert as_customer.post("/cart/add", json=sent).status_code == 200


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8"])
def test_what_begins_as_the_api_does_and_leads_nowhere_is_told_in_the_envelope(client: Browser, accept: str | None) -> None:
    for path in ("/auth/nothing", "/products/a/b/c", "/public", "/user/nothing", "/orders", "/cart/x/y/z"):
        answer = client.get(path, headers={"Accept": accept} if accept else {})

        assert (answer.status_code, answer.json["code"]) == (404, 2004)
        assert answer.json.keys() == ENVELOPE


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/cart/add", {"POST", "OPTIONS"}),
        ("PATCH", "/auth/products", {"GET", "HEAD", "OPTIONS"}),
        ("DELETE", "/verifyToken", {"POST", "OPTIONS"}),
        ("POST", "/auth/products/lotus", {"GET", "HEAD", "OPTIONS"}),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_method_that_is_not_taken_is_told_which_ones_are(
    client: Browser, method: str, path: str, allowed: set[str], accept: str
) -> None:
    answer = client.open(path, method=method, headers={"Accept": accept})

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == allowed
    assert answer.json.keys() == ENVELOPE


@pytest.mark.parametrize("accept", ["*/*", "application/json", "image/png", "", None])
@pytest.mark.parametrize("path", ["/auth/products", "/cart", "/openapi.json", "/nothing"])
def test_whoever_does_not_ask_for_a_page_gets_json(as_customer: Browser, path: str, accept: str | None) -> None:
    headers: dict[str, Any] = {} if accept is None else {"Accept": accept}

    assert as_customer.get(path, headers=headers).is_json


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "errors", "message"),
    [
        ("POST", "/cart/add", b"{", 400, {"body": "The body is not valid JSON."}, "The body is not valid JSON."),
        ("POST", "/cart/add", b'{"quantity": 0}', 422, None, "productId is needed. quantity must be at least 1."),
        ("POST", "/order", b'{"currency": "USD"}', 422, None, "The shop takes INR only."),
        ("GET", "/user/orders?limit=101", b"", 422, {"limit": "This must be at most 100."}, "limit must be at most 100."),
    ],
)
def test_what_is_refused_says_so_field_by_field_and_in_one_line(
    as_customer: Browser, method: str, path: str, body: bytes, status: int, errors: dict[str, str] | None, message: str
) -> None:
    answer = as_customer.open(path, method=method, data=body)

    told: Any = answer.json
    assert (answer.status_code, told["code"], told["message"]) == (status, 2002, message)
    assert told["result"]["errors"] == errors if errors else told["result"]["errors"]


def test_a_conflict_has_errors_too_beside_its_facts(as_customer: Browser) -> None:
    answer = as_customer.post("/cart/add", json={"productId": a_ring(stock=2), "quantity": 3})

    told: Any = answer.json
    assert (answer.status_code, told["code"], told["result"]["errors"], told["result"]["left"]) == (409, 2002, {}, 2)


def test_who_is_not_signed_in_is_told_how_one_signs_in(client: Browser) -> None:
    answer = client.get("/cart")

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
