"""How much may come with a request: little, but where pictures are sent, or staff send the whole catalogue.

A body is taken apart in memory, where it may become thirty times as large as it was on the way.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request

from config import Config

LITTLE = 1024 * 1024
MUCH = 32 * 1024 * 1024
"""Bytes."""

View = TypeVar("View", bound=Callable[..., Any])


def install(app: Flask, _config: Config) -> None:
    app.config["MAX_CONTENT_LENGTH"] = LITTLE

    @app.before_request
    def measure() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if getattr(view, "takes_much", False):
            request.max_content_length = MUCH


def takes_much(view: View) -> View:
    """This view takes files, which lie on the disk as they come, or asks who sends it before it reads."""
    view.takes_much = True  # type: ignore[attr-defined]
    return view
