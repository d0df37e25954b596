"""A shop for one run: its settings, its tables, and its catalogue. Never the real data."""

import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg
import structlog
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, text

from bench import processes
from bench.catalogue import PICTURES, picture_key, products
from bench.servers import free_port
from config import Config
from storefront.app import create_app
from storefront.core.clock import now
from storefront.core.db import db, session, transaction
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.domain.catalog import services as catalog
from storefront.domain.catalog.forms import ProductForm
from storefront.domain.media.models import Media
from tests.database import new_postgres_database, start_postgres

BATCH = 2_000
"""Products that are written at once."""
SIZES = [320, 640, 960, 1280]


class NotFilled(RuntimeError):
    """What went wrong has been said already, by the process that fills."""


@dataclass(frozen=True)
class Shop:
    """Where it lies, which database it has, and on which port it will be open."""

    engine: str
    """As people call it: 'SQLite' or 'PostgreSQL'."""
    folder: Path
    port: int
    url: str
    """Of its database, as the setting wants it."""
    database: int | None = None
    """The first process of its database's server, if that runs apart."""

    @property
    def settings(self) -> dict[str, str]:
        """All that its environment says."""
        return {
            "DATA_DIR": str(self.folder / "data"),
            "DB_CONNECTION_STRING": self.url,
            "PORT": str(self.port),
            "DEMO": "0",
            "RATELIMIT_ENABLED": "0",
            "ADMIN_PASSWORD": "for this run alone",
        }

    @property
    def config(self) -> Config:
        return Config.from_env(self.settings)

    def open(self) -> Flask:
        """The same shop within this process; it logs nothing but trouble."""
        app = create_app(self.config)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        return app


@contextmanager
def throwaway(folder: Path, engine: str | None = None) -> Iterator[list[Shop]]:
    """An empty shop on SQLite and one on PostgreSQL, or on the one that is named; PostgresMissing."""
    with ExitStack() as running:
        shops = []
        if engine != "postgresql":
            shops.append(Shop("SQLite", folder / "sqlite", free_port(), f"sqlite:///{folder}/shop.sqlite3"))
        if engine != "sqlite":
            url = new_postgres_database(running.enter_context(start_postgres(durable=True)))
            shops.append(Shop("PostgreSQL", folder / "postgresql", free_port(), url, _first_process(url)))
        for shop in shops:
            shop.folder.mkdir()
        yield shops


def fill_all(shops: Sequence[Shop], count: int) -> None:
    """Each by a process of its own, side by side."""
    at_work = [get_context("spawn").Process(target=_fill_quietly, args=(shop, count), daemon=True) for shop in shops]
    for process in at_work:
        process.start()
    try:
        for process in at_work:
            process.join()
    finally:
        # Those that are done do not mind; of a bench that was stopped nobody goes on.
        for process in at_work:
            process.terminate()
            process.join()
    if any(process.exitcode for process in at_work):
        raise NotFilled("The shops could not be filled.")


def _fill_quietly(shop: Shop, count: int) -> None:
    # Ctrl-C is for the bench, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.INFO)
    fill(shop, count)


def _first_process(url: str) -> int:
    with psycopg.connect(url) as connection:
        return processes.parent(connection.info.backend_pid)


def fill(shop: Shop, count: int) -> None:
    """Makes its tables and so many products."""
    with shop.open().app_context():
        upgrade()
        catalog.recount_if_due()
        stock_up(count)
        _tidy()


def stock_up(count: int) -> None:
    """So many products, with their pictures, into the shop whose context this is."""
    _enter_pictures()
    rows = products(count)
    while some := [parse(ProductForm, row) for row in islice(rows, BATCH)]:
        catalog.import_products(some, None)
        session().remove()


def _enter_pictures() -> None:
    """Pictures whose sizes are ready, so that cards say of them all that they say of real ones. There are no files."""
    with transaction() as current:
        current.execute(insert(Media), [_picture(number) for number in range(PICTURES)])


def _picture(number: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "key": picture_key(number),
        "filename": f"picture-{number}.jpg",
        "content_type": "image/webp",
        "size": 180_000,
        "width": 1600,
        "height": 2000,
        "color": f"#{number * 5519 % 0x1000000:06x}",
        "state": "ready",
        "renditions": SIZES,
        "created_at": now(),
    }


def _tidy() -> None:
    """What time does for a shop that was not filled within minutes."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text("vacuum analyze"))
            connection.execute(text("checkpoint"))
        else:
            connection.execute(text("pragma wal_checkpoint(truncate)"))
    db.engine.dispose()
