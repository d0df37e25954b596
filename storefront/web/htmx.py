"""The only reader and writer of HTMX's headers."""

from flask import Response, make_response, redirect, request


def wanted() -> bool:
    """Whether HTMX asks for a part of a page. A history restore wants the whole page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def target() -> str:
    """The id of the element that will be replaced, or ''."""
    return request.headers.get("HX-Target", "")


def see_other(address: str) -> Response:
    """Go on there: 303 for a browser, HX-Redirect for HTMX, which would follow a 303 into the part."""
    if not wanted():
        return make_response(redirect(address, 303))
    response = make_response("", 200)
    response.headers["HX-Redirect"] = address
    return response


def push(response: Response, address: str) -> Response:
    """The address bar shows this from now on."""
    response.headers["HX-Push-Url"] = address
    return response


def trigger(response: Response, event: str) -> Response:
    """The page hears this event, then the part is exchanged."""
    response.headers["HX-Trigger"] = event
    return response
