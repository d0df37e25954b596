"""How SQLite goes about a read: it shows its plans without regard to how much there is."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from storefront.core.db import db


def plan_of(read: Callable[[], object], table: str) -> list[str]:
    """The steps of every statement that names the table, while this reads."""
    seen: list[tuple[str, Any]] = []
    event.listen(db.engine, "before_cursor_execute", note := lambda _c, _cu, sql, given, *_: seen.append((sql, given)))
    try:
        read()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    with db.engine.connect() as connection:
        named = [(sql, given) for sql, given in seen if table in sql]
        return [row[3] for sql, given in named for row in connection.exec_driver_sql(f"explain query plan {sql}", given)]
