"""SQLite as the shop wants it: a write-ahead log, foreign keys, transactions that begin as we say, writers that take turns."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event

from storefront.core.turns import Turns

LOOK: dict[str, Any] = {"begin": ()}
WRITE: dict[str, Any] = {"begin": ("PRAGMA synchronous=FULL", "BEGIN IMMEDIATE")}
WRITE_SOON: dict[str, Any] = {"begin": ("PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE")}
"""Options of a connection, which say how its transaction begins. LOOK begins none. What was written with WRITE is on the disk
when the commit returns; with WRITE_SOON it gets there a moment later."""

_READ = ("BEGIN",)
_KEPT_KB = 8_000
"""Of the database that each connection keeps in memory; the system's own cache keeps more."""
_MAPPED = 2**30
"""So many bytes of the file are read where the system keeps them, by all connections alike, instead of being copied into each:
a search of a large shop takes a quarter less. Address space, not memory; what lies beyond is read as ever."""
_LOG_PAGES = 16_000
"""When the log is so long (64 MB), a writer carries it over into the database while the others wait. The worker does that long
before, and then nobody waits."""

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
        kept = (f"cache_size=-{_KEPT_KB}", f"mmap_size={_MAPPED}", "temp_store=MEMORY")
        for pragma in ("journal_mode=WAL", f"wal_autocheckpoint={_LOG_PAGES}", "foreign_keys=ON", *kept):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        for statement in connection.get_execution_options().get("begin", _READ):
            connection.exec_driver_sql(statement)


def turn(engine: Engine) -> AbstractContextManager[None]:
    """Writers write inside of this, one at a time on SQLite. PostgreSQL lets them wait in order by itself."""
    turns = _turns.get(engine)
    return turns.turn() if turns else nullcontext()


def carry_over(engine: Engine) -> None:
    """Brings into the database what the log has gathered, as far as no reader still needs it there; nobody waits for it."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(**LOOK) as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
