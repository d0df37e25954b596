"""SQLite as the shop wants it."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from storefront.core.db import db, dialect, session, transaction
from storefront.core.outbox import enqueue
from storefront.core.sqlite import carry_over

FULL, NORMAL = 2, 1


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


@pytest.mark.parametrize(("durable", "waits"), [(True, FULL), (False, NORMAL)])
def test_only_what_must_last_waits_for_the_disk(app: Flask, durable: bool, waits: int) -> None:
    with transaction(durable=not durable):
        pass

    with transaction(durable=durable) as current:
        assert current.execute(text("PRAGMA synchronous")).scalar() == waits


def test_what_must_last_is_refused_inside_what_need_not(app: Flask) -> None:
    with pytest.raises(AssertionError, match="durable"), transaction(durable=False), transaction():
        pass


def test_what_need_not_last_joins_what_must(app: Flask) -> None:
    with transaction(), transaction(durable=False):
        enqueue("a", {})

    assert session().execute(text("select count(*) from outbox")).scalar() == 1


def test_the_log_is_carried_over_into_the_database(app: Flask) -> None:
    database = Path(str(db.engine.url.database))
    with transaction():
        enqueue("a letter to Asha", {})
    before = b"a letter to Asha" in database.read_bytes()

    carry_over(db.engine)

    assert dialect() == "sqlite"
    assert (before, b"a letter to Asha" in database.read_bytes()) == (False, True)


def test_what_the_system_keeps_of_the_file_is_not_copied_into_each_connection(app: Flask) -> None:
    assert session().execute(text("PRAGMA mmap_size")).scalar_one() >= 2**30
