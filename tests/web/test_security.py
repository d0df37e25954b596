"""The guard rails: what a browser may do with these pages, and who may send forms here."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.web.limits import limiter
from tests.browser import Browser
from tests.conftest import dispose, make_app
from tests.database import Database

PAGES = ["/", "/shop", "/bag", "/account/login", "/account/register", "/healthz", "/no/such/thing"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_inline_code_frames_and_guessing(client: Browser, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_an_unsafe_request_from_elsewhere_is_refused(as_customer: Browser, headers: dict[str, str]) -> None:
    answer = as_customer.post("/cart/add", json={"productId": new_id()}, headers=headers)

    assert (answer.status_code, answer.json["code"]) == (403, 2001)


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_an_unsafe_request_from_here_or_from_no_browser_passes(as_customer: Browser, headers: dict[str, str]) -> None:
    assert as_customer.post("/cart/merge", json={"items": []}, headers=headers).status_code == 200


def test_the_host_header_names_nothing(client: Browser) -> None:
    answer = client.get("/account/orders", headers={"Host": "evil.example"})

    assert "evil.example" not in (answer.location or "")
    assert "evil.example" not in client.get("/", headers={"Host": "evil.example"}).text


@pytest.fixture
def shop_with(sqlite_shop: tuple[Flask, Database], tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """`shop_with(SITE_URL=…)`: one more shop over the same database, with these settings."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        made.append(make_app(tmp_path, sqlite_shop[1].url, **settings))
        return made[-1]

    yield make
    limiter.enabled = False
    for app in made:
        dispose(app)


def test_doubled_slashes_lead_nowhere(client: Browser) -> None:
    for path in ("/media//ab/cd.webp", "/p//ring"):
        answer = client.get(path, headers={"Host": "evil.example"})

        assert (answer.status_code, answer.location) == (404, None)


def test_clients_on_other_sites_are_let_in_by_name_only(shop_with: Callable[..., Flask]) -> None:
    browser = shop_with(CORS_ORIGIN=("https://spa.example",)).test_client()

    known = browser.get("/auth/categories", headers={"Origin": "https://spa.example"})
    unknown = browser.get("/auth/categories", headers={"Origin": "https://evil.example"})

    assert known.headers["Access-Control-Allow-Origin"] == "https://spa.example"
    assert known.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Access-Control-Allow-Origin" not in unknown.headers
    assert "Origin" in unknown.headers["Vary"]


def test_too_many_sign_ins_are_told_when_to_come_back(shop_with: Callable[..., Flask]) -> None:
    browser = shop_with(RATELIMIT_ENABLED=True).test_client()

    answers = [browser.post("/login", json={"username": "nobody", "password": "wrong"}) for _ in range(12)]

    assert [answer.status_code for answer in answers[:10]] == [401] * 10
    assert (answers[-1].status_code, answers[-1].json["code"]) == (429, 2000)
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 3600


@pytest.mark.parametrize(
    ("network", "status"),
    [("2001:db8:1:2:{}::1", 429), ("2001:db8:1:{}::1", 401), ("::ffff:192.0.2.{}", 401), ("192.0.2.{}", 401)],
)
def test_the_addresses_of_one_household_are_one_asker(shop_with: Callable[..., Flask], network: str, status: int) -> None:
    browser = shop_with(RATELIMIT_ENABLED=True).test_client()
    wrong = {"username": "nobody", "password": "wrong"}

    answers = [
        browser.post("/login", json=wrong, environ_base={"REMOTE_ADDR": network.format(number)}).status_code
        for number in range(1, 12)
    ]

    assert answers[-1] == status


def test_https_sites_get_strict_transport_and_secure_cookies(shop_with: Callable[..., Flask]) -> None:
    app = shop_with(SITE_URL="https://shop.example")

    answer = app.test_client().get("/account/login", base_url="https://shop.example")

    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
