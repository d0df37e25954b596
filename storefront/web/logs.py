"""One line of log a request, with an id that the answer carries too; for people or, with LOG_FORMAT=json, for machines."""

import re
import time

import structlog
from flask import Flask, Response, g, request

from config import Config
from storefront.core.ids import new_id
from storefront.core.logs import configure

log = structlog.get_logger("shop")

_GIVEN = re.compile(r"[A-Za-z0-9_.-]{8,64}")


def install(app: Flask, config: Config) -> None:
    configure(config.LOG_FORMAT)
    trusted = config.TRUSTED_HOPS > 0

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "") if trusted else ""
        g.request_id = given if _GIVEN.fullmatch(given) else new_id()
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = request_id()
        if request.blueprint not in ("assets", "media", "health"):
            spent = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            # The path alone: a query may hold what somebody looks for, or a signed link.
            log.info("answered", method=request.method, path=_path(), status=response.status_code, ms=spent)
        return response


def _path() -> str:
    # The link to a new password has its token in the path: whoever reads the log must not be able to use it.
    return str(request.url_rule) if "token" in (request.view_args or {}) else request.path


def request_id() -> str:
    """The id of this request, which its log lines and its answer carry."""
    if "request_id" not in g:
        g.request_id = new_id()
    return str(g.request_id)
