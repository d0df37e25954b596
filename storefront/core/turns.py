"""Taking turns at the one write lock of a SQLite file.

SQLite lets a writer that finds the lock taken sleep and ask again, up to 100 ms later, and whoever happens to ask at the right
moment gets it: with sixteen writers at once some waited for most of a second while the disk was idle. Here they wait in the
kernel, which wakes them as soon as the lock is free. SQLite's own lock stays what keeps the data right; this only orders who
asks for it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine

from storefront.core.errors import Unavailable

PATIENCE = 15
"""Seconds for which a thread waits for the others of its process, as long as SQLite itself would be asked to wait."""


class Turns:
    """Of all threads and processes that write one database, one at a time."""

    @classmethod
    def of(cls, engine: Engine) -> "Turns | None":
        """For the file of this engine; None where there is none."""
        file = engine.url.database
        return cls(Path(f"{file}.turns")) if file and file != ":memory:" else None

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else, in whatever thread or process, is inside a turn at this file. Not reentrant.

        Unavailable if the other threads of this process take longer than PATIENCE. Another process is waited for as long as it
        takes: the system frees its lock when it ends, however it ends.
        """
        if not self._threads.acquire(timeout=PATIENCE):
            raise Unavailable
        try:
            # Opened each time: an open file would be shared by a forked process, and the lock with it.
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
            finally:
                os.close(file)
        finally:
            self._threads.release()
