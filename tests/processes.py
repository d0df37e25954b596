"""Real processes against one database: what a race is made of."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from storefront import adapters
from storefront.core import site
from storefront.core.db import db, end_read
from storefront.core.errors import ShopError

BUYERS = 4
_apps: dict[str, Flask] = {}
_warm_for: set[str] = set()
"""The databases over which everybody has a shop already; a new crowd has none."""


@pytest.fixture(scope="session")
def crowd() -> Iterator[Executor]:
    """Processes that stay for the whole run, each with a shop of its own over whatever database it is told."""
    # Forked from one that has loaded the shop: to load it in each, and to take it to pieces at their end, takes seconds.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.conftest"])
    with ProcessPoolExecutor(BUYERS, mp_context=context) as pool:
        yield pool
    _warm_for.clear()


@pytest.fixture
def at_once(app: Flask, crowd: Executor) -> Callable[..., list[Any]]:
    """`at_once(function, arguments)` calls the function with each, at the same moment in as many processes; returns what came
    back, a refusal of the shop being its class's name."""
    config = app.config["KUNDAN"]

    def run(function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        url, folder = config.DB_CONNECTION_STRING, str(config.DATA_DIR.parent)
        if url not in _warm_for:
            list(crowd.map(_warm, [url] * BUYERS, [folder] * BUYERS))
            _warm_for.add(url)
        # Everybody is there before anybody begins.
        begin = time.time() + 0.1
        calls = [crowd.submit(_call, url, folder, begin, function, given) for given in arguments]
        answers = [call.result(timeout=150) for call in calls]
        # What the test has read before would stay as it was.
        end_read()
        return answers

    return run


def _warm(url: str, folder: str) -> None:
    _app(url, folder)
    time.sleep(0.1)


def _call(url: str, folder: str, begin: float, function: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    with _app(url, folder).app_context():
        time.sleep(max(0.0, begin - time.time()))
        try:
            return function(*given)
        except ShopError as refused:
            return type(refused).__name__
        finally:
            # The next test's SQLite file is another one at the same place: nobody may still hold this one.
            db.session.remove()
            db.engine.dispose()


def _app(url: str, folder: str) -> Flask:
    if url not in _apps:
        from tests.conftest import make_app  # noqa: PLC0415  conftest names this module as a plugin

        _apps[url] = make_app(Path(folder), url)
    # The last app that was made is not always the one that is asked.
    site.use(_apps[url].extensions["site"])
    adapters.use(_apps[url].extensions["adapters"])
    return _apps[url]
