"""What the faces share. `install` puts it into an application, in the order in which it acts on a request."""

from flask import Flask

from config import Config
from storefront.web import (
    assets,
    bag,
    bodies,
    errors,
    health,
    limits,
    logs,
    media,
    origin,
    security,
    shared_pages,
    sign_in,
    templating,
)


def install(app: Flask, config: Config) -> None:
    logs.install(app, config)
    security.install(app, config)
    bodies.install(app, config)
    origin.install(app, config)
    limits.install(app, config)
    sign_in.install(app, config)
    bag.install(app, config)
    shared_pages.install(app, config)
    templating.install(app, config)
    errors.install(app)
    for files in (assets.bp, media.bp):
        limits.limiter.exempt(files)
    for blueprint in (assets.bp, media.bp, health.bp):
        app.register_blueprint(blueprint)
