"""The back office: staff only, checked here once for all of it."""

import sys

from flask import Blueprint, Flask

from storefront.domain.orders import notices, queries
from storefront.web.faces import nest
from storefront.web.origin import protect_forms
from storefront.web.sign_in import require_admin


def mount(app: Flask) -> None:
    face = Blueprint("backoffice", __name__, url_prefix="/back-office")
    face.before_request(guard)
    face.before_request(protect_forms)
    face.context_processor(lambda: {"waiting": queries.to_pack(), "notices_waiting": notices.count_unseen()})
    app.register_blueprint(nest(face, sys.modules[__name__]))


def guard() -> None:
    """Nobody but an admin gets further."""
    require_admin()
