"""The pictures in the storage, for browsers and for a CDN. A key never gets other bytes, so that they may keep them for ever."""

from flask import Blueprint, Response, request

from storefront.adapters.storage.base import is_key
from storefront.core.errors import NotFound
from storefront.domain.media import queries
from storefront.web.limits import limiter

bp = Blueprint("media", __name__)


@bp.get("/media/<path:key>")
@limiter.exempt
def show(key: str) -> Response:
    # Whoever names the tag has the bytes: the storage need not be asked. `*` names none.
    if is_key(key) and not request.if_none_match.star_tag and request.if_none_match.contains(key):
        return _kept_for_ever(Response(status=304), key)
    file = queries.file(key)
    if file is None:
        raise NotFound
    return _kept_for_ever(Response(file.data, content_type=file.content_type), key)


def _kept_for_ever(response: Response, key: str) -> Response:
    response.set_etag(key)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Single-page clients on other sites show them too.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
