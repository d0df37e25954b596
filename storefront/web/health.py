"""For whoever watches the machine: alive, and ready to serve."""

from flask import Blueprint, Response

from storefront.domain.ops.queries import readiness
from storefront.web.errors import FAILED, OK, envelope
from storefront.web.limits import limiter

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@limiter.exempt
def alive() -> Response:
    return envelope(OK, "Alive", None)


@bp.get("/readyz")
@limiter.exempt
def ready() -> Response:
    parts = readiness()
    if all(parts.values()):
        return envelope(OK, "Ready", parts)
    return envelope(FAILED, "Not ready", parts, 503)
