"""Which visit a request belongs to, by a cookie that names nobody and ends with the browser's session."""

import re
import secrets

from flask import Response, after_this_request, current_app, request

from config import Config
from storefront.domain.analytics import Visit

COOKIE = "visit"
_TOKEN = re.compile(r"[\w-]{20,64}", re.ASCII)


def visit(session_id: str | None = None) -> Visit:
    """The visit, under the client's own name for it if it gives one; else the answer carries a cookie if there is none yet."""
    return Visit(session_id or _known() or _begun(), request.remote_addr or "", request.user_agent.string)


def _known() -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def _begun() -> str:
    token = secrets.token_urlsafe(18)
    config: Config = current_app.config["KUNDAN"]

    @after_this_request
    def remember(response: Response) -> Response:
        response.set_cookie(COOKIE, token, path="/", secure=config.is_https, httponly=True, samesite=config.COOKIE_SAMESITE)
        response.headers["Cache-Control"] = "no-store"
        return response

    return token
