"""Who may send forms here: the cross-origin guard of both faces, and the token of the forms on personal pages.

A browser says where a request comes from. With cookies, an unsafe request must come from this site or from CORS_ORIGIN;
a request that says nothing comes from no browser. With `Authorization` no cookie is read, so nothing can be forged.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from config import Config
from storefront.core.errors import Forbidden

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
_csrf = CSRFProtect()
_TAKEN = "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Requested-With"
_TOLD = "X-Total-Count, Link, X-Truncated, X-Request-Id, Retry-After, ETag, Idempotency-Replayed"

View = TypeVar("View", bound=Callable[..., Any])


class Forged(Forbidden):
    sentence = "This request did not come from the shop's own pages."


class FormExpired(Forbidden):
    sentence = "This page was open for too long. Go back, load it again and send it once more; nothing was changed."


def install(app: Flask, config: Config) -> None:
    _csrf.init_app(app)
    allowed = {config.SITE_URL, *config.CORS_ORIGIN}

    @app.before_request
    def guard() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if request.method in SAFE or "Authorization" in request.headers or getattr(view, "carries_signature", False):
            return
        if not _from_here(allowed):
            raise Forged

    @app.before_request
    def preflight() -> Response | None:
        # Whether the address exists, and for whom, is for the request itself to learn: a client cannot read a refused preflight.
        return Response(status=204) if _is_preflight() and request.headers["Origin"] in config.CORS_ORIGIN else None

    @app.after_request
    def share(response: Response) -> Response:
        origin = request.headers.get("Origin", "")
        if config.CORS_ORIGIN:
            response.vary.add("Origin")
        if origin in config.CORS_ORIGIN:
            _allow(response, origin)
        return response


def _from_here(allowed: set[str]) -> bool:
    if origin := request.headers.get("Origin"):
        return origin in allowed
    return request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def _is_preflight() -> bool:
    return request.method == "OPTIONS" and "Origin" in request.headers and "Access-Control-Request-Method" in request.headers


def _allow(response: Response, origin: str) -> None:
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Allow-Credentials"] = "true"
    response.headers["Access-Control-Expose-Headers"] = _TOLD
    if _is_preflight():
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE"
        response.headers["Access-Control-Allow-Headers"] = _TAKEN
        response.headers["Access-Control-Max-Age"] = "3600"
        response.vary.update(("Access-Control-Request-Method", "Access-Control-Request-Headers"))


def carries_signature(view: View) -> View:
    """This view is called from other sites and checks a signature of its own (the gateway's callback and webhook)."""
    view.carries_signature = True  # type: ignore[attr-defined]
    return view


def on_shared_pages(view: View) -> View:
    """The forms of this view stand on pages that are cached for everyone and carry no token: the origin must do."""
    view.on_shared_pages = True  # type: ignore[attr-defined]
    return view


def protect_forms() -> None:
    """For the faces with pages: an unsafe request carries the token of its form."""
    view = current_app.view_functions.get(request.endpoint or "")
    exempt = getattr(view, "carries_signature", False) or getattr(view, "on_shared_pages", False)
    if request.method in SAFE or exempt or view is None:
        return
    try:
        _csrf.protect()
    except CSRFError:
        raise FormExpired from None
