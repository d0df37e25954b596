"""What an endpoint answers when it does not do what was asked, and which of that it can come to."""

from typing import Any

from storefront.api.describing.schemas import REF
from storefront.api.endpoint import ADMIN, ANYONE, Declared
from storefront.core import errors
from storefront.core.errors import ShopError
from storefront.domain.media.errors import NotAPicture, TooLarge
from storefront.web.errors import FAILED, INVALID, MISSING, UNAUTHORIZED

_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}

HEADERS: dict[str, Any] = {
    "X-Total-Count": {"description": "Entries of the whole list.", "schema": _NUMBER},
    "X-Truncated": {"description": "`true`: the list was cut at 1,000 entries.", "schema": {"const": "true"}},
    "Link": {"description": "`first`, `prev`, `next` and `last` pages (RFC 8288).", "schema": _TEXT},
    "ETag": {"description": "Send it back as `If-None-Match`, and a 304 says that nothing has changed.", "schema": _TEXT},
    "Retry-After": {"description": "Seconds until trying again makes sense.", "schema": _NUMBER},
    "Idempotency-Replayed": {
        "description": "`true`: the answer to an earlier request with this key.",
        "schema": {"const": "true"},
    },
}

_REFUSED = {
    400: ("Malformed", INVALID, errors.Malformed.sentence, {"errors": {"body": errors.Malformed.sentence}}),
    401: ("SignInRequired", UNAUTHORIZED, errors.SignInRequired.sentence, None),
    403: ("Forbidden", UNAUTHORIZED, errors.Forbidden.sentence, None),
    404: ("NotFound", MISSING, errors.NotFound.sentence, None),
    409: ("Conflict", INVALID, "Only 1 of this piece can be had just now.", {"errors": {}, "left": 1}),
    413: ("TooLarge", INVALID, TooLarge.sentence, {"errors": {"file": TooLarge.sentence}}),
    415: ("NotAPicture", INVALID, NotAPicture.sentence, {"errors": {"file": NotAPicture.sentence}}),
    422: ("Invalid", INVALID, "productId is needed.", {"errors": {"productId": "This is needed."}}),
    429: ("TooMany", FAILED, errors.TooMany.sentence, None),
    500: ("Surprise", FAILED, "Something went wrong on our side.", {"reference": "5f0c2a9d41b7"}),
    503: ("Unavailable", FAILED, errors.Unavailable.sentence, None),
}
_MEANING: dict[int, type[ShopError]] = {
    400: errors.Malformed,
    401: errors.SignInRequired,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    413: TooLarge,
    415: NotAPicture,
    422: errors.Invalid,
    429: errors.TooMany,
    503: errors.Unavailable,
}
_SAFE = ("GET", "HEAD")


def statuses(method: str, declared: Declared, named: bool) -> list[int]:
    """The statuses of refusals that such an endpoint can answer; `named`: its path names something."""
    possible = {429, 500, 503, *declared.errors}
    if declared.rights != ANYONE:
        possible.add(401)
    # An unsafe request may come from a page of somebody else.
    if declared.rights == ADMIN or method not in _SAFE:
        possible.add(403)
    if declared.body:
        possible |= {400, 413, 422}
    if declared.files:
        possible |= {400, 413, 415, 422}
    if declared.query:
        possible.add(422)
    if declared.idempotent:
        possible |= {409, 422}
    if named:
        possible.add(404)
    return sorted(possible)


def reference(status: int) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{_REFUSED[status][0]}"}


def refusals() -> dict[str, Any]:
    """The answer of each status, as a component."""
    return {name: _answer(status) for status, (name, *_) in _REFUSED.items()}


def refusal_schemas() -> dict[str, Any]:
    facts = {"type": ["object", "null"], "description": "Facts that help, such as the `reference` of a surprise."}
    by_field = {
        "type": "object",
        "required": ["errors"],
        "properties": {
            "errors": {
                "type": "object",
                "additionalProperties": _TEXT,
                "description": "A sentence for each field; none where no field is to blame.",
            }
        },
        "description": "Beside them facts that help to recover, such as the stock that is `left`.",
    }
    return {"Refusal": _envelope(facts), "FieldErrors": _envelope(by_field)}


def _envelope(result: dict[str, Any]) -> dict[str, Any]:
    properties = {"code": {"enum": sorted({FAILED, UNAUTHORIZED, INVALID, MISSING})}, "message": _TEXT, "result": result}
    return {"type": "object", "required": list(properties), "properties": properties}


def _answer(status: int) -> dict[str, Any]:
    _, code, sentence, result = _REFUSED[status]
    schema = {"$ref": f"{REF}{'FieldErrors' if code == INVALID else 'Refusal'}"}
    example = {"code": code, "message": sentence, "result": result}
    meaning = _MEANING[status].__doc__ if status in _MEANING else "What nobody expected. The reference leads staff to the log."
    answer: dict[str, Any] = {
        "description": " ".join(str(meaning).split()),
        "content": {"application/json": {"schema": schema, "example": example}},
    }
    if status in (429, 503):
        answer["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return answer
