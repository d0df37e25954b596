"""The document that describes the API tells the truth, the whole of it."""

import json
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from storefront.api.endpoint import UNDECLARED
from tests.api.fuzzing import PEOPLE, fuzz
from tests.browser import Browser, new_browser
from tests.factories.catalog import a_catalog, a_ring

PHASES = {"EXAMPLES", "COVERAGE", "FUZZING"}
STEPS = "STATEFUL_TESTING"
"""What one answer names is asked for next. Guests have no two addresses that lead on like that."""
PAGES = {"api.auth.login_page", "api.auth.register_page", "api.openapi.show", "api.docs.show"}
"""Views that are no endpoints: they lead to pages, or describe the others."""


def document(client: Browser) -> dict[str, Any]:
    answer = client.get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def operations(client: Browser) -> dict[str, dict[str, Any]]:
    """Each under its method and path."""
    paths = document(client)["paths"]
    return {f"{method.upper()} {path}": one for path, methods in paths.items() for method, one in methods.items()}


@pytest.mark.parametrize("who", list(PEOPLE))
def test_whatever_is_asked_the_answer_is_as_described(sqlite_app: Flask, who: str) -> None:
    a_catalog(5)

    report = fuzz(sqlite_app, who, examples=1)

    assert report.failures == []
    assert report.phases >= PHASES
    assert (STEPS in report.phases) == (who != "nobody")
    assert {200, 422} <= set(report.statuses)


def test_postgresql_answers_as_described_too(postgresql_app: Flask) -> None:
    a_catalog(5)

    assert fuzz(postgresql_app, "admin", examples=1).failures == []


def test_a_document_that_lies_is_found_out(sqlite_app: Flask) -> None:
    a_ring()
    kept = document(new_browser(sqlite_app))
    lying = json.loads(json.dumps(kept))
    lying["components"]["schemas"]["ProductJson"]["properties"]["price"] = {"type": "string"}
    lying["paths"] = {"/auth/products": lying["paths"]["/auth/products"]}
    sqlite_app.extensions["openapi.json"] = json.dumps(lying).encode()

    report = fuzz(sqlite_app, "nobody", examples=1)

    assert any("schema" in failure for failure in report.failures)


def test_every_endpoint_says_what_it_answers(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api.") and rule.endpoint not in PAGES:
            declared = getattr(app.view_functions[rule.endpoint], "declared", None)
            assert declared, f"{rule.endpoint} is not declared by @endpoint."
            assert declared.result is not UNDECLARED, f"{rule.endpoint} does not say what it answers: give @endpoint a result=."


def test_every_endpoint_has_a_name_a_sentence_and_examples_that_fit(client: Browser) -> None:
    whole = document(client)
    found = operations(client)

    assert len({one["operationId"] for one in found.values()}) == len(found)
    for where, one in found.items():
        assert one["summary"].endswith("."), f"{where} needs a docstring that says in a sentence what it does"
        for shown in (one.get("requestBody"), *one["responses"].values()):
            for content in (shown or {}).get("content", {}).values():
                if "example" in content:
                    check = jsonschema_rs.validator_for({**content["schema"], "components": whole["components"]})
                    assert check.is_valid(content["example"]), (where, content["example"])


def test_the_document_is_openapi_3_1_and_leads_nowhere_else(client: Browser) -> None:
    whole = document(client)

    assert whole["openapi"] == "3.1.0"
    assert whole["servers"] == [{"url": "http://localhost"}]
    assert whole["components"]["securitySchemes"].keys() == {"cookie", "bearer"}
    text = json.dumps(whole)
    for name in whole["components"]["schemas"]:
        jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": whole["components"]})
        assert f'"#/components/schemas/{name}"' in text, f"{name} is not used"


@pytest.mark.parametrize(
    ("where", "statuses"),
    [
        ("GET /auth/products", {"200", "304", "422", "429", "500", "503"}),
        ("GET /auth/products/{slug}", {"200", "304", "404", "429", "500", "503"}),
        ("POST /login", {"200", "400", "401", "403", "413", "422", "429", "500", "503"}),
        ("POST /cart/add", {"200", "400", "401", "403", "404", "409", "413", "422", "429", "500", "503"}),
        ("GET /orders/{id}", {"200", "401", "404", "429", "500", "503"}),
    ],
)
def test_every_status_that_can_come_is_named_and_no_other(client: Browser, where: str, statuses: set[str]) -> None:
    assert set(operations(client)[where]["responses"]) == statuses


def test_headers_and_rights_are_described(client: Browser) -> None:
    found = operations(client)
    listing, adding = found["GET /auth/products"], found["POST /cart/add"]

    assert listing["responses"]["200"]["headers"].keys() == {"X-Total-Count", "X-Truncated", "Link", "ETag"}
    assert listing["security"] == []
    assert {"page", "limit", "sort", "price_min", "tags", "q"} <= {one["name"] for one in listing["parameters"]}
    assert adding["security"] == [{"cookie": []}, {"bearer": []}]
    assert "Idempotency-Key" in {one["name"] for one in adding["parameters"]}
    assert "Retry-After" in document(client)["components"]["responses"]["TooMany"]["headers"]


def test_the_document_is_not_sent_twice(client: Browser) -> None:
    first = client.get("/openapi.json", headers={"Accept-Encoding": "br"})

    again = client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Content-Encoding"] == "br"
