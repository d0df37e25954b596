"""What a visitor sends may take its time to arrive: a request that waits for it holds up nobody who works.

The server gives a thread to each request from its first line on. If those that wait for the rest of a body were among the few
that work, a dozen people on slow lines, or one who sends a byte now and then, would close the shop for all others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, Semaphore
from typing import Any

from flask import has_app_context

from storefront.core.db import end_read
from storefront.core.errors import Unavailable

WAITING = 24
"""Requests of a process that may wait for their bodies beside those that work; each needs a thread of the server."""
SHARE = 8
"""Of these from one address."""


class Seats:
    """Around an application: so many requests are at work in it at once, the others wait for a seat."""

    def __init__(self, app: Any, number: int) -> None:
        self._app = app
        self._free = Semaphore(number)
        self._away: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"] = _Arriving(environ["wsgi.input"], self, environ.get("REMOTE_ADDR", ""))
        with self._free:
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer

    @contextmanager
    def left(self, address: str) -> Iterator[None]:
        """The seat is somebody else's meanwhile. Unavailable if too many wait like this already."""
        with self._lock:
            if self._away.total() >= WAITING or self._away[address] >= SHARE:
                raise Unavailable
            self._away[address] += 1
        if has_app_context():
            # Who sends it was asked of the database before: its connections are fewer still.
            end_read()
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()
            with self._lock:
                self._away[address] -= 1
                # Or there would be an entry for each address that ever sent anything.
                self._away += Counter()


class _Arriving:
    """A request's body, as WSGI reads it."""

    def __init__(self, body: Any, seats: Seats, address: str) -> None:
        self._body = body
        self._seats = seats
        self._address = address

    def read(self, *size: int) -> bytes:
        with self._seats.left(self._address):
            return bytes(self._body.read(*size))

    def readline(self, *size: int) -> bytes:
        with self._seats.left(self._address):
            return bytes(self._body.readline(*size))

    def readlines(self, *hint: int) -> list[bytes]:
        with self._seats.left(self._address):
            return list(self._body.readlines(*hint))

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")
