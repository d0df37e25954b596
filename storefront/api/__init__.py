"""The JSON API, at the paths of the requirements."""

import sys

from flask import Blueprint, Flask

from storefront.web.faces import nest


def mount(app: Flask) -> None:
    app.register_blueprint(nest(Blueprint("api", __name__), sys.modules[__name__]))
