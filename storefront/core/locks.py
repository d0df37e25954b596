"""What only one process may do at a time, on whatever machine it runs."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from storefront.core.db import assert_transaction, db, dialect, session
from storefront.core.site import site


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Nobody else who shares the shop's data is inside a block of this name; the others wait here for as long as it takes.

    A process that dies lets go. Not reentrant.
    """
    with _alone_in_database(name) if dialect() == "postgresql" else _alone_in_folder(name):
        yield


def alone_until_commit(*names: str) -> None:
    """Takes these names until the transaction ends; others who want one of them wait.

    To be called before the transaction takes any other lock, or by all callers in the same order.
    """
    assert_transaction()
    # On SQLite whoever writes is alone anyway.
    if dialect() == "postgresql":
        for key in sorted({zlib.crc32(name.encode()) for name in names}):
            session().execute(select(func.pg_advisory_xact_lock(key)))


@contextmanager
def _alone_in_database(name: str) -> Iterator[None]:
    key = zlib.crc32(name.encode())
    with db.engine.connect() as connection:
        # Whoever is inside may have much to do: nobody else is impatient here.
        connection.execute(select(func.set_config("lock_timeout", "0", True)))
        connection.execute(select(func.pg_advisory_lock(key)))
        # The lock belongs to the connection, not to a transaction: an open one would hold back vacuum for all that time.
        connection.commit()
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(key)))
            connection.commit()


@contextmanager
def _alone_in_folder(name: str) -> Iterator[None]:
    with (site().data_dir / f".{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
