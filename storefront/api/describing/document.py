"""The whole document. See https://spec.openapis.org/oas/v3.1.0."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import Flask
from werkzeug.routing import Rule

from storefront.api.describing.operations import operation
from storefront.api.describing.refusals import HEADERS, refusal_schemas, refusals
from storefront.api.describing.schemas import Schemas
from storefront.api.endpoint import Declared
from storefront.core.site import site

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_ABOUT = """\
Every answer is `{code, message, result}`: 1000 for a success (1001 registered, 1003 signed in, 1040 token verified), 2000 for
trouble, 2001 for rights, 2002 for input and conflicts, 2004 for what is not there. The HTTP status says the same. With 2002
`result.errors` has a sentence for each field.

Prices are in rupees, except `amount`, which is in paise. Times are ISO 8601 in UTC. Lists take `page` and `limit`, and say in
`X-Total-Count` and `Link` where they stand. Unknown fields are ignored.

Sign in by `POST /login`: a browser gets cookies; a client that sends `"tokens": "body"` gets tokens in the answer, and sends
the access token as `Authorization: Bearer`."""

_SECURITY = {
    "cookie": {"type": "apiKey", "in": "cookie", "name": "access_token", "description": "Set by `/login` and `/register`."},
    "bearer": {"type": "http", "scheme": "bearer", "description": 'The `accessToken` of a sign-in with `"tokens": "body"`.'},
}


class Told(NamedTuple):
    """One path and method, and what its view declares."""

    rule: Rule
    method: str
    declared: Declared
    view: Any


def document(app: Flask) -> dict[str, Any]:
    """OpenAPI 3.1 of every endpoint of this application that declares what it is."""
    told = list(_told(app))
    schemas = Schemas([one.declared for one in told])
    paths: dict[str, Any] = {}
    for one in told:
        path = one.rule.rule.replace("<", "{").replace(">", "}")
        paths.setdefault(path, {})[one.method.lower()] = operation(one.rule, one.method, one.declared, one.view, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{site().name}: the shop's API", "version": "1", "description": _ABOUT},
        "servers": [{"url": site().url}],
        "tags": [{"name": name} for name in dict.fromkeys(tag for one in _operations(paths) for tag in one["tags"])],
        "paths": paths,
        "components": {
            "schemas": {**schemas.used_in(paths), **refusal_schemas()},
            "responses": refusals(),
            "headers": HEADERS,
            "securitySchemes": _SECURITY,
        },
    }


def _operations(paths: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in paths.values():
        yield from methods.values()


def _told(app: Flask) -> Iterator[Told]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint.split(".")[1:2], rule.rule)):
        view = app.view_functions[rule.endpoint]
        declared = getattr(view, "declared", None)
        if isinstance(declared, Declared):
            for method in METHODS:
                if method in (rule.methods or ()):
                    yield Told(rule, method, declared, view)
