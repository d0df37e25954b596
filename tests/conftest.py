"""The shop on SQLite and PostgreSQL, clean for each test, and nothing that reaches beyond this machine."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from config import Config, complete
from storefront import adapters
from storefront.app import create_app
from storefront.core import site
from storefront.core.db import db
from storefront.web import shared_pages
from tests.browser import Browser, new_browser
from tests.database import Database, make_postgres, make_sqlite, start_postgres

pytest_plugins = ["tests.real_services", "tests.signed_in", "tests.processes", "tests.nu"]

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """The suite refuses to speak to anything beyond loopback."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wanted to reach {address}")
        connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test process's own."""
    with start_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_shop() -> Iterator[tuple[Flask, Database]]:
    folder = Path(tempfile.mkdtemp(prefix="kundan-"))
    database = make_sqlite(folder)
    app = make_app(folder, database.url)
    yield app, database
    dispose(app)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_shop(postgres_url: str) -> Iterator[tuple[Flask, Database]]:
    folder = Path(tempfile.mkdtemp(prefix="kundan-"))
    database = make_postgres(postgres_url, folder)
    app = make_app(folder, database.url)
    yield app, database
    dispose(app)
    shutil.rmtree(folder, ignore_errors=True)


def dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def make_app(folder: Path, url: str, **settings: Any) -> Flask:
    """A shop over this database, with cheap password hashes and no rate limits."""
    given = {"DATA_DIR": folder / "data", "DB_CONNECTION_STRING": url, "BCRYPT_COST": 4, "RATELIMIT_ENABLED": False}
    app = create_app(complete(Config(**{**given, "SITE_URL": "http://localhost", **settings})))
    app.testing = True
    app.test_client_class = Browser
    return app


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def app(engine_name: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The shop with a clean database, its context pushed; the test runs once on each engine."""
    yield from _clean_shop(engine_name, request)


def _clean_shop(engine: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    app, database = request.getfixturevalue(f"{engine}_shop")
    site.use(app.extensions["site"])
    before = app.extensions["adapters"]
    adapters.use(adapters.Adapters(**{**before.__dict__, "cache": type(before.cache)(), "search": type(before.search)()}))
    shared_pages.install(app, app.config["KUNDAN"])
    for made in ("shelf", "openapi", "openapi.json"):
        app.extensions.pop(made, None)
    with app.app_context():
        yield app
        db.session.remove()
        database.clean(app)
    for kept in ("mailbox", "media"):
        shutil.rmtree(app.config["KUNDAN"].DATA_DIR / kept, ignore_errors=True)


@pytest.fixture
def sqlite_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """For what is too long to be done on both engines."""
    yield from _clean_shop("sqlite", request)


@pytest.fixture
def postgresql_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """For what is too long to be done on both engines."""
    yield from _clean_shop("postgresql", request)


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser without JavaScript: keeps cookies."""
    return new_browser(app)


class TooManyStatements(AssertionError):
    pass


@pytest.fixture
def statements(app: Flask) -> Any:
    """`with statements(at_most=3): …` fails, with the list of them, when more statements reach the database."""

    @contextmanager
    def budget(at_most: int) -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        if len(seen) > at_most:
            raise TooManyStatements("\n".join([f"{len(seen)} statements, allowed {at_most}:", *seen]))

    return budget
