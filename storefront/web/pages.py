"""A browser that asks an address of the API for a page is sent on to the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, request


def pages_instead(address: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Who asks for HTML goes on there (303); everybody else gets the view's JSON."""

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def run(**named: Any) -> Any:
            wants_page = "text/html" in request.headers.get("Accept", "")
            return redirect(address, 303) if wants_page else view(**named)

        return run

    return wrap
