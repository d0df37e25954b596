"""A copy of the database, to try out on it what would change a lot: nobody else waits for it, and nothing of it stays."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, StaticPool, create_engine, text

from storefront.core import postgres, sqlite
from storefront.core.db import db, dialect, engine_options, let_go
from storefront.core.site import site

_TABLES = text("select tablename from pg_tables where schemaname = current_schema()")


@contextmanager
def on_a_copy() -> Iterator[None]:
    """Whatever is read and written inside is read from, and written to, a copy of the database as it stands now. For commands
    alone, since the whole process sees the copy."""
    let_go()
    # What Flask-SQLAlchemy declares as a mapping is its own dict, by which sessions find their engine.
    engines = cast("dict[str | None, Engine]", db.engines)
    own = engines[None]
    with _in_memory_of_a_connection(own) if dialect() == "postgresql" else _in_a_file(own) as copy:
        engines[None] = copy
        try:
            yield
        finally:
            let_go()
            engines[None] = own
            copy.dispose()


@contextmanager
def _in_a_file(own: Engine) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix=".copy-", dir=site().data_dir) as folder:
        path = Path(folder) / "copy.sqlite3"
        with own.connect().execution_options(**sqlite.LOOK) as connection:
            connection.execute(text("vacuum into :path"), {"path": str(path)})
        url = f"sqlite:///{path}"
        engine = create_engine(url, **engine_options(url, 1))
        sqlite.tune(engine)
        yield engine


@contextmanager
def _in_memory_of_a_connection(own: Engine) -> Iterator[Engine]:
    """In temporary tables, which one connection alone sees, and sees in place of those of the same name. Foreign keys are not
    enforced among them."""
    engine = create_engine(own.url, poolclass=StaticPool, connect_args=postgres.CONNECT, hide_parameters=True)
    postgres.tune(engine)
    with engine.begin() as connection:
        for name in connection.execute(_TABLES).scalars().all():
            table: Any = connection.dialect.identifier_preparer.quote(name)
            connection.execute(text(f"create temporary table {table} (like {table} including all)"))
            connection.execute(text(f"insert into pg_temp.{table} select * from public.{table}"))  # noqa: S608  names of our own
    yield engine
