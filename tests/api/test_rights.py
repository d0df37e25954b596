"""Whoever may not do a thing learns so before anything else is looked at; whoever may is never told otherwise."""

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from storefront.domain.accounts import Person
from tests.api.rights import ADMIN, ANYONE, RIGHTS, USER
from tests.browser import Browser, new_browser
from tests.factories.accounts import a_customer, an_admin
from tests.signed_in import browser_of

REFUSED = {
    "nobody": {ANYONE: None, USER: (401, 2001), ADMIN: (401, 2001)},
    "user": {ANYONE: None, USER: None, ADMIN: (403, 2001)},
    "admin": {ANYONE: None, USER: None, ADMIN: None},
}
OF_A_TOKEN = {("POST", "/refreshToken")}
"""401 says there that the token in the body or the cookie will not do; whoever asks may ask."""


@pytest.fixture
def engine_name() -> str:
    """Who may ask is decided before anything of an engine's own; what odd bodies do to each, test_odd_input.py says."""
    return "sqlite"


def routes(app: Flask) -> list[tuple[str, Rule]]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    return [(method, rule) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]


def place(method: str, rule: Rule) -> tuple[str, str]:
    return method, re.sub(r"<[^>]+>", "<…>", rule.rule)


def browsers(app: Flask, who: str) -> Any:
    """A new one for each request: some sign out, and some end sessions."""
    people: dict[str, Any] = {"user": a_customer, "admin": an_admin}

    def one() -> Browser:
        if who == "nobody":
            return new_browser(app)
        person: Person = people[who]()
        return browser_of(app, person)

    return one


def test_every_route_has_its_line_in_the_table(app: Flask) -> None:
    missing = [place(method, rule) for method, rule in routes(app) if place(method, rule) not in RIGHTS]

    assert missing == [], "Say in tests/api/rights.py who may ask this."


def test_the_table_says_what_the_endpoints_declare(app: Flask) -> None:
    for method, rule in routes(app):
        if declared := getattr(app.view_functions[rule.endpoint], "declared", None):
            assert declared.rights == RIGHTS[place(method, rule)], rule.rule


@pytest.mark.parametrize("who", ["nobody", "user", "admin"])
@pytest.mark.parametrize("body", [None, b"{", b'{"role": "Admin"}'])
def test_each_route_refuses_whom_the_table_refuses(app: Flask, who: str, body: bytes | None) -> None:
    browser = browsers(app, who)

    for method, rule in routes(app):
        address = re.sub(r"<[^>]+>", "6702f1c4a83b5d9e04c17a26", rule.rule)
        answer = browser().open(address, method=method, data=body, content_type="application/json")
        told = (answer.status_code, answer.json["code"]) if answer.is_json and answer.status_code in (401, 403) else None

        if place(method, rule) not in OF_A_TOKEN:
            assert told == REFUSED[who][RIGHTS[place(method, rule)]], f"{method} {rule.rule} as {who}"
