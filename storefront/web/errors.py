"""From errors to answers, once for each face: the envelope of the API, or a page in the shop's own look."""

import re
from urllib.parse import quote

import msgspec
import structlog
from flask import Flask, Response, current_app, g, make_response, render_template, request
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from storefront.core import errors
from storefront.core.ids import new_id
from storefront.domain.media.errors import NotAPicture, TooLarge
from storefront.web import htmx

log = structlog.get_logger("shop")

OK, FAILED, UNAUTHORIZED, INVALID, MISSING = 1000, 2000, 2001, 2002, 2004

# Status and code of each kind of trouble, the nearest kind first.
KINDS: tuple[tuple[type[errors.ShopError], int, int], ...] = (
    (TooLarge, 413, INVALID),
    (NotAPicture, 415, INVALID),
    (errors.Malformed, 400, INVALID),
    (errors.Invalid, 422, INVALID),
    (errors.SignInRequired, 401, UNAUTHORIZED),
    (errors.Forbidden, 403, UNAUTHORIZED),
    (errors.NotFound, 404, MISSING),
    (errors.TooMany, 429, FAILED),
    (errors.Unavailable, 503, FAILED),
    (errors.Conflict, 409, INVALID),
    (errors.ShopError, 409, INVALID),
)
_THIS = re.compile("^This(?= (is|has|may|must|needs) )")
_HTTP = {
    400: (INVALID, "The request could not be read."),
    404: (MISSING, "There is nothing at this address."),
    405: (FAILED, "This address does not take that method."),
    413: (INVALID, "That is too large: at most 1 MB, and of pictures 10 MB a file and 32 MB in one request."),
    415: (INVALID, "This kind of content is not taken here."),
}


def install(app: Flask) -> None:
    app.register_error_handler(errors.ShopError, shop_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_error)
    app.register_error_handler(PoolTimeout, database_error)
    app.register_error_handler(DataError, unreadable)
    app.register_error_handler(Exception, surprise)


def status_of(error: errors.ShopError) -> tuple[int, int]:
    """HTTP status and code of the envelope."""
    return next((status, code) for kind, status, code in KINDS if isinstance(error, kind))


def shop_error(error: errors.ShopError) -> Response:
    status, code = status_of(error)
    if wants_json():
        response = envelope(code, _message(error), _result(error, code), status)
    elif isinstance(error, errors.SignInRequired):
        return htmx.see_other(_sign_in_address())
    else:
        response = page(status, error.sentence)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.Unavailable):
        response.headers["Retry-After"] = "30"
    return response


def http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    code, sentence = _HTTP.get(status, (FAILED, error.description or "That did not work."))
    result = {"errors": {"body": sentence}} if code == INVALID else None
    response = envelope(code, sentence, result, status) if wants_json() else page(status, sentence)
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response


def database_error(error: Exception) -> Response:
    log.error("database away", exc_info=error)
    g.bare = True
    return shop_error(errors.Unavailable())


def unreadable(error: Exception) -> Response:
    """The address holds what no text of ours can, such as a NUL: nothing can be there."""
    return shop_error(errors.NotFound())


def surprise(error: Exception) -> Response:
    """What nobody expected: logged whole under a reference, of which alone the person learns."""
    reference = new_id()[-12:]
    log.error("surprise", reference=reference, exc_info=error)
    g.bare = True
    if wants_json():
        return envelope(FAILED, "Something went wrong on our side.", {"reference": reference}, 500)
    return make_response(render_template("errors/500.html", reference=reference), 500)


def wants_json() -> bool:
    """On the API's paths always; elsewhere unless HTML is asked for."""
    face = (request.blueprint or "").split(".")[0]
    if face in ("shop", "backoffice"):
        return False
    if face == "api" or (not face and _is_of_the_api(request.path)):
        return True
    return "text/html" not in request.headers.get("Accept", "")


def _is_of_the_api(path: str) -> bool:
    """Whether a path that leads nowhere begins as those of the API do, and as those of no page."""
    kept: set[str] | None = current_app.extensions.get("api_beginnings")
    if kept is None:
        kept = current_app.extensions["api_beginnings"] = _beginnings("api") - _beginnings("shop") - _beginnings("backoffice")
    return path.lstrip("/").partition("/")[0] in kept


def _beginnings(face: str) -> set[str]:
    rules = current_app.url_map.iter_rules()
    return {rule.rule.lstrip("/").partition("/")[0] for rule in rules if rule.endpoint.split(".")[0] == face}


def envelope(code: int, message: str, result: object, status: int = 200) -> Response:
    """{code, message, result}: the shape of every JSON answer."""
    body = msgspec.json.encode({"code": code, "message": message, "result": result})
    return Response(body, status=status, mimetype="application/json")


def page(status: int, sentence: str) -> Response:
    """The error as a page; for HTMX as the sentence alone, which the page announces."""
    if htmx.wanted():
        return Response(sentence, status=status, mimetype="text/plain")
    name = f"errors/{status}.html" if status in (403, 404, 429) else "errors/trouble.html"
    return make_response(render_template(name, status=status, sentence=sentence), status)


def _message(error: errors.ShopError) -> str:
    """What a client may show by itself: away from its field, "This is needed." would leave one wondering what."""
    if not isinstance(error, errors.Invalid) or error.sentence != " ".join(error.errors.values()):
        return error.sentence
    return " ".join(_THIS.sub(field, sentence) for field, sentence in error.errors.items())


def _result(error: errors.ShopError, code: int) -> object:
    """Whoever reads 2002 finds `errors` in it, be there a field to blame or not."""
    if isinstance(error, errors.Invalid):
        return {"errors": error.errors, **error.facts}
    if code == INVALID:
        return {"errors": {"body": error.sentence} if isinstance(error, errors.Malformed) else {}, **error.facts}
    return error.facts or None


def _sign_in_address() -> str:
    if request.method != "GET":
        return "/account/login"
    # Quoted as it stands in the address bar, and once more to be a parameter.
    query = request.query_string.decode("latin-1")
    return f"/account/login?next={quote(quote(request.path) + (f'?{query}' if query else ''))}"
