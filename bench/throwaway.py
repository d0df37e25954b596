"""A shop for one run: its settings, its tables, and its catalogue. Never the real data."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, text

from bench.catalogue import PICTURES, picture_key, products
from config import Config
from storefront.app import create_app
from storefront.core.clock import now
from storefront.core.db import db, session, transaction
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.domain.catalog import services as catalog
from storefront.domain.catalog.forms import ProductForm
from storefront.domain.media.models import Media

BATCH = 2_000
"""Products that are written at once."""
SIZES = [320, 640, 960, 1280]


@dataclass(frozen=True)
class Shop:
    """Where it lies, which database it has, and on which port it will be open."""

    engine: str
    """As people call it: 'SQLite' or 'PostgreSQL'."""
    folder: Path
    port: int
    url: str
    """Of its database, as the setting wants it."""

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
        """The same shop within this process."""
        return create_app(self.config)


def fill(shop: Shop, count: int) -> None:
    """Makes its tables and so many products."""
    with shop.open().app_context():
        upgrade()
        _enter_pictures()
        rows = products(count)
        while some := [parse(ProductForm, row) for row in islice(rows, BATCH)]:
            catalog.import_products(some, None)
            session().remove()
        _tidy()


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
