"""Connections to PostgreSQL: those that were dropped are noticed, and nothing waits without end."""

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storefront.core.db import glance, session, transaction
from storefront.core.outbox import enqueue
from storefront.core.processes import Stop
from storefront.worker import run
from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app


@pytest.fixture
def app(postgresql_app: Flask) -> Flask:
    """SQLite has no connections that anybody could drop."""
    return postgresql_app


@pytest.fixture
def drop(app: Flask) -> Callable[[], None]:
    """PostgreSQL drops every connection that the shop has, as it does when it is restarted."""
    address = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    others = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> %s"

    def end() -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(others, [connection.info.backend_pid])

    return end


def test_connections_that_were_dropped_while_nobody_came_cost_no_visitor_an_error(app: Flask, drop: Any) -> None:
    client = new_browser(app)
    client.get("/auth/products")
    drop()

    answers = [client.get(path) for path in ("/auth/products", "/auth/categories", "/readyz")]

    assert [answer.status_code for answer in answers[:2]] == [200, 200]
    assert answers[2].json["result"]["database"] is True


def test_a_connection_that_is_dropped_in_the_middle_of_a_transaction_leaves_nothing_and_the_next_one_works(
    app: Flask, drop: Any
) -> None:
    with pytest.raises(OperationalError), transaction():
        enqueue("lost", {})
        drop()

    with transaction():
        enqueue("kept", {})
    assert session().execute(text("select topic from outbox")).scalars().all() == ["kept"]


@pytest.fixture
def client(app: Flask, tmp_path: Path) -> Iterator[Browser]:
    """Of a shop without a context around it, so that each request ends its own."""
    other = make_app(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", ""))
    yield new_browser(other)
    dispose(other)


def test_a_connection_that_is_dropped_while_an_answer_is_made_spoils_neither_this_answer_nor_the_next(
    client: Browser, drop: Any
) -> None:
    client.application.add_url_rule("/lost", view_func=lambda: one() + (drop() or ""))

    lost, found = client.get("/lost"), client.get("/auth/products")

    assert (lost.status_code, lost.text, found.status_code) == (200, "1", 200)


@pytest.mark.parametrize(("accept", "told"), [("text/html", "<h1>Back in a moment</h1>"), ("*/*", '"code":2000')])
def test_a_connection_that_is_dropped_between_two_readings_is_told_as_an_absence(
    client: Browser, drop: Any, accept: str, told: str
) -> None:
    client.application.add_url_rule("/lost", view_func=lambda: one() + (drop() or one()))

    lost, found = client.get("/lost", headers={"Accept": accept}), client.get("/auth/products")

    assert (lost.status_code, lost.headers["Retry-After"], found.status_code) == (503, "30", 200)
    assert told in lost.text


def one() -> str:
    return str(session().execute(text("select 1")).scalar())


def test_a_worker_whose_connection_is_dropped_between_two_looks_goes_on(
    app: Flask, drop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, done = Stop(), []

    def read_and_lose() -> None:
        one()
        drop()
        if done:
            stop.ask()
        done.append("turn")

    monkeypatch.setattr("storefront.worker.EAGER", 0.001)
    monkeypatch.setattr("storefront.worker.AFTER_TROUBLE", 0.001)
    monkeypatch.setattr("storefront.worker.turn", lambda _stop: read_and_lose())

    run(stop)

    assert done == ["turn", "turn"]


def test_a_lock_that_nobody_gives_back_is_not_waited_for_without_end(app: Flask) -> None:
    bounds = text("select current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')")

    assert tuple(glance(bounds) or ()) == ("15s", "1min")


def test_a_database_that_takes_no_connection_is_given_up_soon(app: Flask, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        other = make_app(tmp_path, f"postgresql://shop@127.0.0.1:{mute.getsockname()[1]}/shop")
        began = time.monotonic()

        answer = new_browser(other).get("/auth/products")

        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert time.monotonic() - began < 8
        dispose(other)
