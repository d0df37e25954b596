"""The API has every endpoint that was asked for, at its exact path and method, and answers in the words that were asked for."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.api.requirements import ALIASES, BESIDES, ENDPOINTS


def views(app: Flask) -> dict[tuple[str, str], Any]:
    """By method and path."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.")]
    there = [(method, re.sub(r"<[^>]+>", "<…>", rule.rule), rule.endpoint) for rule in rules for method in rule.methods or ()]
    return {(method, path): app.view_functions[endpoint] for method, path, endpoint in there}


def test_every_endpoint_of_the_requirements_is_there_with_its_code_and_message(sqlite_app: Flask) -> None:
    there = views(sqlite_app)

    told = {(method, path): _told(there.get((method, path))) for method, path, _, _ in ENDPOINTS}

    assert told == {(method, path): (code, message) for method, path, code, message in ENDPOINTS}


@pytest.mark.parametrize(("method", "path", "original"), ALIASES)
def test_an_alias_is_answered_by_the_same_view(sqlite_app: Flask, method: str, path: str, original: str) -> None:
    there = views(sqlite_app)

    assert there[method, path].__wrapped__ is there[method, original].__wrapped__


def test_what_later_clients_call_besides_is_there(sqlite_app: Flask) -> None:
    there = views(sqlite_app)

    assert [place for place in BESIDES if place not in there] == []


def _told(view: Any) -> tuple[int, str] | None:
    declared = getattr(view, "declared", None)
    return (declared.code, declared.message) if declared else None
