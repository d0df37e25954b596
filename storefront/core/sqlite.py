"""SQLite as the shop wants it: a write-ahead log, foreign keys, transactions that begin as we say, writers that take turns."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event

from storefront.core.turns import Turns

LOOK: dict[str, Any] = {"begin": ()}
WRITE: dict[str, Any] = {"begin": ("PRAGMA synchronous=FULL", "BEGIN IMMEDIATE")}
WRITE_SOON: dict[str, Any] = {"begin": ("PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE")}
"""Options of a connection: how its transaction begins. Only what was written with the first is on the disk at the commit."""

_READ = ("BEGIN",)
_KEPT_KB = 8_000
"""Of the database in memory, for each connection; the system keeps what it can besides."""
_LOG_PAGES = 16_000
"""Of the log (64 MB), after which a writer carries it over into the database while the others wait. The worker does so long
before, and nobody waits."""

_turns: "WeakKeyDictionary[Engine, Turns]" = WeakKeyDictionary()


def tune(engine: Engine) -> None:
    """Every connection of this engine from now on; does nothing for PostgreSQL."""
    if engine.dialect.name != "sqlite":
        return
    if turns := Turns.of(engine):
        _turns[engine] = turns

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        kept = (f"cache_size=-{_KEPT_KB}", "temp_store=MEMORY")
        for pragma in ("journal_mode=WAL", f"wal_autocheckpoint={_LOG_PAGES}", "foreign_keys=ON", *kept):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        for statement in connection.get_execution_options().get("begin", _READ):
            connection.exec_driver_sql(statement)


def turn(engine: Engine) -> AbstractContextManager[None]:
    """What a writer does it inside of; PostgreSQL lets writers wait in order by itself."""
    turns = _turns.get(engine)
    return turns.turn() if turns else nullcontext()


def carry_over(engine: Engine) -> None:
    """Brings into the database what the log has gathered, as far as no reader still needs it there; nobody waits for it."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(**LOOK) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
