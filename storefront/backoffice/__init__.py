"""The back office: staff only, checked here once for all of it."""

import sys

from flask import Blueprint, Flask, Response, make_response, render_template
from werkzeug.exceptions import NotFound as NoPage

from storefront.core.errors import NotFound
from storefront.domain.orders import notices, queries
from storefront.web.faces import nest
from storefront.web.origin import protect_forms
from storefront.web.sign_in import require_admin


def mount(app: Flask) -> None:
    face = Blueprint("backoffice", __name__, url_prefix="/back-office")
    face.before_request(guard)
    face.before_request(protect_forms)
    face.context_processor(lambda: {"waiting": queries.to_pack(), "notices_waiting": notices.count_unseen()})
    face.register_error_handler(NotFound, missing)
    face.register_error_handler(NoPage, missing)
    app.register_blueprint(nest(face, sys.modules[__name__]))


def missing(error: NotFound | NoPage) -> Response:
    """Staff stay in the back office, and read what it is that is not there."""
    sentence = error.sentence if isinstance(error, NotFound) else NotFound.sentence
    return make_response(render_template("backoffice/missing.html", sentence=sentence), 404)


def guard() -> None:
    """Nobody but an admin gets further."""
    require_admin()
