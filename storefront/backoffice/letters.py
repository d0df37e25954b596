"""Mail shown in a page of the back office: alone in a frame, where it may do nothing."""

from flask import Response, make_response


def framed(html: str) -> Response:
    """A mail's own page. Mail has inline styles, so it gets a policy of its own."""
    response = make_response(html)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https:; sandbox allow-popups"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
