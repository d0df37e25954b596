"""Single-page clients on other sites: those of CORS_ORIGIN get in with their cookies, and nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app
from tests.database import Database
from tests.factories.accounts import a_customer
from tests.signed_in import browser_of

SPA, OTHER_SPA = "https://spa.example", "https://second.example"


@pytest.fixture
def shop(sqlite_app: Flask, sqlite_shop: tuple[Flask, Database], tmp_path: Path) -> Iterator[Flask]:
    """A shop with two single-page clients."""
    app = make_app(tmp_path, sqlite_shop[1].url, CORS_ORIGIN=(SPA, OTHER_SPA))
    with app.app_context():
        yield app
    dispose(app)


@pytest.fixture
def browser(shop: Flask) -> Browser:
    return new_browser(shop)


@pytest.mark.parametrize("origin", [SPA, OTHER_SPA])
def test_a_preflight_is_answered_with_what_may_be_sent(browser: Browser, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}

    answer = browser.options("/cart/update", headers=asked)

    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == origin
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert {"GET", "POST", "PUT", "DELETE"} == set(answer.headers["Access-Control-Allow-Methods"].split(", "))
    for name in ("Authorization", "Content-Type", "Idempotency-Key", "If-None-Match"):
        assert name in answer.headers["Access-Control-Allow-Headers"]
    assert int(answer.headers["Access-Control-Max-Age"]) > 0
    assert {"Origin", "Access-Control-Request-Method"} <= set(answer.vary.as_set(preserve_casing=True))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://spa.example.evil.example", "http://spa.example"])
def test_a_stranger_is_told_nothing(browser: Browser, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}

    for answer in (browser.options("/cart/update", headers=asked), browser.get("/auth/tags", headers={"Origin": origin})):
        assert not [name for name in answer.headers.keys() if name.startswith("Access-Control-Allow")]  # noqa: SIM118  headers repeat
        assert "Origin" in answer.headers["Vary"]


def test_a_client_reads_the_headers_that_lists_and_limits_need(browser: Browser) -> None:
    answer = browser.get("/auth/products?page=1", headers={"Origin": SPA})

    exposed = set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    assert {"X-Total-Count", "Link", "X-Truncated", "ETag", "Retry-After", "Idempotency-Replayed", "X-Request-Id"} <= exposed


def test_nothing_is_shared_with_everybody_who_may_bring_cookies(browser: Browser) -> None:
    for address in ("/auth/products", "/openapi.json", "/healthz", "/nothing/here"):
        headers = browser.get(address, headers={"Origin": SPA}).headers

        assert headers["Access-Control-Allow-Origin"] == SPA


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/cart", None, 401),
        ("GET", "/auth/products/nothing", None, 404),
        ("GET", "/products/nothing/here", None, 404),
        ("GET", "/auth/products?page=x", None, 422),
        ("POST", "/login", b"{", 400),
        ("PATCH", "/cart", None, 405),
    ],
)
def test_errors_can_be_read_by_the_client_too(browser: Browser, method: str, path: str, body: bytes | None, status: int) -> None:
    answer = browser.open(path, method=method, data=body, headers={"Origin": SPA})

    assert answer.status_code == status
    assert answer.headers["Access-Control-Allow-Origin"] == SPA
    assert answer.json.keys() == {"code", "message", "result"}


def test_even_our_own_trouble_can_be_read(shop: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.api.tags.queries.tags", lambda *_: 1 / 0)

    answer = browser.get("/auth/tags", headers={"Origin": SPA})

    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (500, SPA)


def test_a_client_writes_with_its_users_cookies_and_a_strangers_page_does_not(shop: Flask) -> None:
    browser = browser_of(shop, a_customer())

    ours = browser.post("/cart/merge", json={"items": []}, headers={"Origin": SPA, "Sec-Fetch-Site": "cross-site"})
    theirs = browser.post("/cart/merge", json={"items": []}, headers={"Origin": "https://evil.example"})

    assert (ours.status_code, theirs.status_code) == (200, 403)


def test_a_kept_answer_is_not_given_to_another_origin_with_the_first_ones_name(browser: Browser) -> None:
    for origin in (SPA, OTHER_SPA, SPA):
        assert browser.get("/auth/tags", headers={"Origin": origin}).headers["Access-Control-Allow-Origin"] == origin
