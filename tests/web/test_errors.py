"""What goes wrong is told once for each face."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from storefront.core.db import db
from storefront.domain.cart import queries
from tests.browser import Browser
from tests.factories.catalog import a_category

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_an_unknown_address_answers_the_envelope(client: Browser) -> None:
    answer = client.get("/no/such/thing")

    assert answer.status_code == 404
    assert answer.json == {"code": 2004, "message": "There is nothing at this address.", "result": None}


def test_a_browser_gets_a_page_in_the_shops_look(client: Browser) -> None:
    answer = client.get("/no/such/thing", headers=HTML)

    assert answer.status_code == 404
    assert "<!doctype html>" in answer.text
    assert 'role="search"' in answer.text or "<search" in answer.text


def test_a_wrong_method_says_which_are_right(client: Browser) -> None:
    answer = client.delete("/login")

    assert (answer.status_code, answer.json["code"]) == (405, 2000)
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "headers", "inside"),
    [("/cart", {}, '"reference"'), ("/bag", HTML, "reference")],
)
def test_a_surprise_tells_a_reference_and_nothing_else(
    as_customer: Browser, monkeypatch: pytest.MonkeyPatch, path: str, headers: dict[str, str], inside: str
) -> None:
    def broken(*_given: Any) -> None:
        raise RuntimeError("the secret of the house")

    for name in ("storefront.api.cart.queries.bag", "storefront.shop.bag.read"):
        monkeypatch.setattr(name, broken)

    answer = as_customer.get(path, headers=headers)

    assert answer.status_code == 500
    assert inside in answer.text
    assert "secret of the house" not in answer.text


def test_a_database_that_is_away_is_503_and_says_when_to_try_again(
    as_customer: Browser, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    def away(*_given: Any) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(queries, "bag", away)

    answer = as_customer.get("/cart")

    assert (answer.status_code, answer.json["code"]) == (503, 2000)
    assert answer.headers["Retry-After"] == "30"


def test_an_error_of_ours_helps_on_without_the_database(client: Browser, monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    a_category("Earrings")
    client.get("/shop")

    def away(*_given: Any, **_named: Any) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(db.engine, "connect", away)
    for path in ("/shop", "/p/lotus-ring", "/bag"):
        answer = client.get(path, headers=HTML)

        assert answer.status_code == 503
        assert "<h1>Back in a moment</h1>" in answer.text
        assert 'action="/search"' in answer.text
        assert '<a class="chip" href="/c/earrings">Earrings</a>' in answer.text
        assert "+91 20 4000 1234" in answer.text


@pytest.mark.parametrize(
    "path", ["/p/%00", "/c/%00", "/search?q=%00", "/auth/products/%00", "/t/%ff", "/shop?page=%00", "/p/" + "x" * 3000]
)
def test_an_address_that_nothing_can_have_is_no_error_of_ours(client: Browser, path: str) -> None:
    assert client.get(path, headers=HTML).status_code < 500


def test_every_answer_carries_the_id_of_its_request(client: Browser) -> None:
    first, second = client.get("/healthz"), client.get("/no/such/thing")

    assert len(first.headers["X-Request-Id"]) == 24
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
