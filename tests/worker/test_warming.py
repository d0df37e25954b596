"""A process of the server looks at its own pages before the first visitor does."""

import gc
from collections.abc import Iterator

import pytest
from flask import Flask, request, request_started
from structlog.testing import capture_logs

from storefront.warming import set_aside, warm
from tests.factories.catalog import a_ring


def loaded(app: Flask) -> set[str]:
    return {name for _, name in app.jinja_env.cache or ()}


def test_afterwards_every_template_is_at_hand(app: Flask) -> None:
    a_ring()
    if app.jinja_env.cache is not None:
        app.jinja_env.cache.clear()

    warm(app)

    assert set(app.jinja_env.list_templates(extensions=["html"])) <= loaded(app)


def test_it_looks_at_the_pages_that_visitors_come_to_first(app: Flask) -> None:
    a_ring(slug="kamal-ring")
    asked: list[str] = []
    with request_started.connected_to(lambda _app: asked.append(request.path)):
        warm(app)

    assert {"/", "/shop", "/search", "/p/kamal-ring"} <= set(asked)


def test_a_shop_whose_pages_fail_opens_all_the_same(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(app, "test_client", fail)

    with capture_logs() as said:
        warm(app)

    assert [one["event"] for one in said] == ["not warm"]


@pytest.fixture
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("_as_before")
def test_what_is_loaded_by_then_is_not_looked_through_again(app: Flask) -> None:
    set_aside()

    assert gc.get_freeze_count() > 10_000
    assert not any(one is app for one in gc.get_objects())
