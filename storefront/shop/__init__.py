"""The pages that shoppers see."""

import sys

from flask import Blueprint, Flask

from storefront.web.faces import nest
from storefront.web.origin import protect_forms


def mount(app: Flask) -> None:
    face = Blueprint("shop", __name__)
    face.before_request(protect_forms)
    app.register_blueprint(nest(face, sys.modules[__name__]))
