"""One operation: who may ask, what to send, and what comes back."""

import re
from inspect import getdoc
from typing import Any

from werkzeug.routing import Rule

from storefront.api.describing.examples import example
from storefront.api.describing.refusals import reference, statuses
from storefront.api.describing.schemas import Schemas
from storefront.api.endpoint import ANYONE, Declared
from storefront.core.idempotency import HEADER

_SIGNED_IN: list[dict[str, list[str]]] = [{"cookie": []}, {"bearer": []}]
_PAGED = ("X-Total-Count", "X-Truncated", "Link")


def operation(rule: Rule, method: str, declared: Declared, view: Any, schemas: Schemas) -> dict[str, Any]:
    told = getdoc(view) or declared.message
    summary, _, more = told.partition("\n\n")
    described: dict[str, Any] = {
        "operationId": _name(method, rule.rule),
        "tags": [rule.endpoint.split(".")[1].replace("_", " ")],
        "summary": " ".join(summary.split()),
        "description": "\n\n".join(filter(None, (more, _WHO[declared.rights]))),
        "security": [] if declared.rights == ANYONE else _SIGNED_IN,
        "x-rights": declared.rights,
    }
    if parameters := _parameters(rule, declared, schemas):
        described["parameters"] = parameters
    if declared.body or declared.files:
        described["requestBody"] = _body(declared, schemas)
    refused = {str(status): reference(status) for status in statuses(method, declared, bool(rule.arguments))}
    described["responses"] = {"200": _success(method, declared, schemas), **_unchanged(method, declared), **refused}
    return described


_WHO = {"anyone": "", "user": "For whoever is signed in.", "admin": "For admins."}


def _name(method: str, path: str) -> str:
    """getAuthProductsBySlug: every path and method its own."""
    words = re.findall(r"<(?:\w+:)?(\w+)>|([A-Za-z]+)", path)
    return method.lower() + "".join(
        f"By{arg[0].upper()}{arg[1:]}" if arg else f"{word[0].upper()}{word[1:]}" for arg, word in words
    )


def _parameters(rule: Rule, declared: Declared, schemas: Schemas) -> list[dict[str, Any]]:
    segment = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^/?#\\]+$"}
    found = [
        {"name": name, "in": "path", "required": True, "schema": segment, "example": example({"type": "string"}, schemas, name)}
        for name in sorted(rule.arguments)
    ]
    if declared.query:
        found += _query(schemas.resolved(schemas.of(declared.query)), schemas)
    if declared.idempotent:
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        told = "A name of your own for this request: sent again with it, the request is carried out once. Kept for 24 hours."
        found.append({"name": HEADER, "in": "header", "schema": key, "description": told})
    return found


def _query(form: dict[str, Any], schemas: Schemas) -> list[dict[str, Any]]:
    required = form.get("required", ())
    found = []
    for name, given in form["properties"].items():
        schema = _without_null(given)
        one: dict[str, Any] = {"name": name, "in": "query", "required": name in required, "schema": schema}
        if schema.get("type") == "array":
            one["description"] = f"May be repeated, written as `{name}[]`, or separated by commas."
        if name in required:
            one["example"] = example(schema, schemas, name)
        found.append(one)
    return found


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """An address cannot say null: what may be left out simply is."""
    kept = {key: value for key, value in schema.items() if key not in ("anyOf", "default", "title")}
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        return {**kinds[0], **kept}
    return {"anyOf": kinds, **kept} if kinds else kept


def _body(declared: Declared, schemas: Schemas) -> dict[str, Any]:
    if declared.files:
        return {"required": True, "content": {"multipart/form-data": {"schema": _FILES}}}
    schema = schemas.of(declared.body)
    needed = declared.at_most is not None or "required" in schemas.resolved(schema)
    if declared.at_most is not None:
        # In words: a tool that tries the limits of a schema would send ten thousand.
        schema = {"type": "array", "items": schema, "description": f"At most {declared.at_most:,} entries."}
    return {"required": needed, "content": {"application/json": {"schema": schema, "example": example(schema, schemas)}}}


_FILE = {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}
_FILES = {
    "type": "object",
    "properties": {"file": _FILE, "files": {"type": "array", "items": _FILE}},
    "anyOf": [{"required": ["file"]}, {"required": ["files"]}],
}


def _success(method: str, declared: Declared, schemas: Schemas) -> dict[str, Any]:
    result = schemas.of(declared.result)
    said = {"code": {"const": declared.code}, "message": {"type": "string"}, "result": result}
    shown = {"code": declared.code, "message": declared.message, "result": example(result, schemas)}
    schema = {"type": "object", "required": list(said), "properties": said}
    answer: dict[str, Any] = {
        "description": declared.message,
        "content": {"application/json": {"schema": schema, "example": shown}},
    }
    if headers := _headers(method, declared):
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    return answer


def _headers(method: str, declared: Declared) -> list[str]:
    names = list(_PAGED) if declared.query and {"page", "limit"} <= declared.query.model_fields.keys() else []
    if _is_public_reading(method, declared):
        names.append("ETag")
    return [*names, "Idempotency-Replayed"] if declared.idempotent else names


def _unchanged(method: str, declared: Declared) -> dict[str, Any]:
    told = "Nothing has changed since the answer whose `ETag` was sent as `If-None-Match`."
    return {"304": {"description": told}} if _is_public_reading(method, declared) else {}


def _is_public_reading(method: str, declared: Declared) -> bool:
    return method == "GET" and declared.rights == ANYONE
