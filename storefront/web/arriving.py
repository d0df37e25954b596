"""What a visitor sends may take its time to arrive: a request that waits for it holds up nobody who works.

The server gives a thread to each request from its first line on. If those that wait for the rest of a body were among the few
that work, a dozen people on slow lines, or one who sends a byte now and then, would close the shop for all others.
"""

import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from flask import has_app_context

from storefront.core.db import end_read
from storefront.core.errors import Unavailable
from storefront.web.bodies import LITTLE

WAITING = 24
"""Requests of a process that may wait for their bodies beside those that work; each needs a thread of the server."""
SHARE = 8
"""Of these from one address."""


class Seats:
    """Around an application: so many requests are at work in it at once, the others wait for a seat.

    A body of the usual size comes before its request takes a seat. One that is larger, or does not say how large it is, is read
    as the application wants it, and the seat is left meanwhile.
    """

    def __init__(self, app: Any, number: int) -> None:
        self._app = app
        self._seats = _InLine(number)
        self._away: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self._let_arrive(environ)
        self._seats.take()
        try:
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer
        finally:
            self._seats.give()

    @property
    def in_line(self) -> int:
        """Requests that wait for a seat just now."""
        return self._seats.waiting

    def _let_arrive(self, environ: dict[str, Any]) -> None:
        body, address, length = environ["wsgi.input"], environ.get("REMOTE_ADDR", ""), environ.get("CONTENT_LENGTH") or ""
        environ["wsgi.input"] = _Arriving(body, self, address)
        if length.isdigit() and len(length) < 8 and 0 < int(length) <= LITTLE:
            try:
                with self.waiting(address):
                    environ["wsgi.input"] = io.BytesIO(_read(body, int(length)))
            except Unavailable:
                pass  # what comes is refused when the application asks for it, as it refuses everything else

    @contextmanager
    def waiting(self, address: str) -> Iterator[None]:
        """Unavailable if too many wait for their bodies already."""
        with self._lock:
            if self._away.total() >= WAITING or self._away[address] >= SHARE:
                raise Unavailable
            self._away[address] += 1
        try:
            yield
        finally:
            with self._lock:
                self._away[address] -= 1
                # Or there would be an entry for each address that ever sent anything.
                self._away += Counter()

    @contextmanager
    def left(self, address: str) -> Iterator[None]:
        """The seat is somebody else's meanwhile. Unavailable as in `waiting`."""
        with self.waiting(address):
            if has_app_context():
                # Who sends it was asked of the database before: its connections are fewer still.
                end_read()
            self._seats.give()
            try:
                yield
            finally:
                self._seats.take()


class _InLine:
    """So many seats, each to whoever waits longest. A semaphore of Python's lets those who just come in before them, which made
    the slowest twentieth of the answers take half as long again."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._line: deque[Lock] = deque()
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        return len(self._line)

    def take(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = Lock()
            called.acquire()
            self._line.append(called)
        called.acquire()

    def give(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().release()
            else:
                self._free += 1


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


def _read(body: Any, length: int) -> bytes:
    """So many bytes, or as many as there are when the visitor hangs up."""
    parts = []
    while length and (part := bytes(body.read(length))):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
