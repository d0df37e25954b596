"""The API's own description, for machines."""

from collections.abc import Callable
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, current_app

from storefront.api.describing import document
from storefront.web.packing import tagged

bp = Blueprint("openapi", __name__)


@bp.get("/openapi.json")
def show() -> Response:
    """OpenAPI 3.1 of every endpoint. Postman and Bruno import it by this address."""
    return tagged(
        Response(_kept(current_app, "openapi.json", lambda: msgspec.json.encode(described())), mimetype="application/json")
    )


def described() -> dict[str, Any]:
    """The document of this application, made when it is first asked for: by then every endpoint is there."""
    made: dict[str, Any] = _kept(current_app, "openapi", lambda: document(current_app))
    return made


def _kept(app: Flask, name: str, make: Callable[[], Any]) -> Any:
    if name not in app.extensions:
        app.extensions[name] = make()
    return app.extensions[name]
