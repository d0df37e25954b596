"""What every endpoint of the API has in common, in one decorator: rights first, then the body, then the work, in the envelope.

    @bp.post("/cart/add")
    @endpoint(rights=USER, body=AddForm, message="Item added to cart", result=None)
    def add(body: AddForm) -> None: ...

What is declared here is what `/openapi.json` documents.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any

import msgspec
from flask import Response, request

from storefront.api import shelf
from storefront.api.replaying import once
from storefront.core.errors import Malformed
from storefront.core.forms import Form, parse, parse_each
from storefront.web import sign_in
from storefront.web.bodies import takes_much
from storefront.web.errors import OK, envelope
from storefront.web.packing import packed, tagged

ANYONE, USER, ADMIN = "anyone", "user", "admin"
UNDECLARED = object()
"""Nobody has said what an endpoint answers; a test wants it said."""


@dataclass(frozen=True)
class Declared:
    """What an endpoint says of itself."""

    rights: str
    body: type[Form] | None
    query: type[Form] | None
    message: str
    code: int
    errors: tuple[int, ...]
    at_most: int | None
    """Set where the body is a list: so many entries of the form `body`."""
    files: bool
    """Whether the body is a form (multipart/form-data) with pictures in `file` or `files`."""
    result: Any
    """The type of `result` in the envelope: a TypedDict of `shapes`, `list[…]` of one, or None."""
    idempotent: bool
    """Honours `Idempotency-Key`."""
    of_catalog: bool
    """Guests are told what follows from the address, the catalog and the stock of the products in it, and from nothing else."""


@dataclass(frozen=True)
class Answer:
    """A result that says more than its data: another message or code, or headers."""

    result: Any
    message: str | None = None
    code: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


def endpoint(
    *,
    message: str,
    rights: str = ANYONE,
    body: type[Form] | None = None,
    query: type[Form] | None = None,
    code: int = OK,
    errors: tuple[int, ...] = (),
    at_most: int | None = None,
    files: bool = False,
    result: Any = UNDECLARED,
    idempotent: bool = False,
    of_catalog: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """The view is called with `body=` and `query=` parsed, and returns data for `result`, an Answer, or a Response.

    With `at_most` the body is a list of so many forms. `errors` are the statuses beside those that follow from the rest:
    404 of something named in the path, 409, 415, 503….
    An `idempotent` one is for people who are signed in: the keys of guests could be anybody's.
    """
    declared = Declared(rights, body, query, message, code, errors, at_most, files, result, idempotent, of_catalog)
    if idempotent and rights == ANYONE:
        raise ValueError("An idempotent endpoint needs somebody signed in.")

    def wrap(view: Callable[..., Any]) -> Callable[..., Response]:
        @wraps(view)
        def run(**named: Any) -> Response:
            if of_catalog and (ready := shelf.ready()):
                return ready
            _check(rights)
            if body is not None and at_most is not None:
                named["body"] = parse_each(body, read_json(), at_most)
            elif body is not None:
                named["body"] = parse(body, _read_body(body))
            if query is not None:
                named["query"] = parse(query, read_query(query))
            if idempotent:
                return once(lambda: _answer(view(**named), declared))
            if of_catalog:
                return shelf.kept(lambda: _answer(view(**named), declared))
            return _sent(_answer(view(**named), declared), rights)

        run.declared = declared  # type: ignore[attr-defined]
        return takes_much(run) if files or rights == ADMIN else run

    return wrap


def read_json() -> Any:
    """The body, whatever its content type says; Malformed if it is no JSON."""
    raw = request.get_data(cache=True)
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        raise Malformed from None


def _read_body(form: type[Form]) -> Any:
    # Clients send no body, or a bare `true`, where nothing is needed.
    needs_nothing = not any(field.is_required() for field in form.model_fields.values())
    return {} if needs_nothing and request.get_data(cache=True).strip() in (b"", b"true", b"null") else read_json()


def read_query(form: type[Form]) -> dict[str, Any]:
    """The address's parameters; a field that is a list takes them repeated, bracketed or separated by commas."""
    lists = _lists(form)
    read: dict[str, Any] = {}
    for key in request.args:
        name = key.removesuffix("[]")
        if name in lists:
            parts = [part.strip() for value in request.args.getlist(key) for part in value.split(",")]
            read.setdefault(name, []).extend(filter(None, parts))
        elif request.args[key].strip():
            read[name] = request.args[key]
    return read


@cache
def _lists(form: type[Form]) -> frozenset[str]:
    """The fields that are lists, under the names that clients use."""
    return frozenset(f.alias or name for name, f in form.model_fields.items() if "list[" in str(f.annotation))


def _check(rights: str) -> None:
    if rights == USER:
        sign_in.require_person()
    elif rights == ADMIN:
        sign_in.require_admin()


def _answer(result: Any, declared: Declared) -> Response:
    if isinstance(result, Response):
        return result
    answer = result if isinstance(result, Answer) else Answer(result)
    response = envelope(answer.code or declared.code, answer.message or declared.message, answer.result)
    response.headers.extend(answer.headers)
    if declared.rights != ANYONE:
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _sent(response: Response, rights: str) -> Response:
    # An answer to POST may hold tokens beside what a client has sent: packed, its length would tell of them.
    if request.method != "GET" or response.status_code != 200:
        return response
    if rights != ANYONE:
        return packed(response)
    if sign_in.RequestLogin.loaded():
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return tagged(response)
