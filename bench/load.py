"""Visitors: so many connections, each asking again as soon as it has its answer. A process of its own, with the standard library
alone, so that it costs the machine little: `python -m bench.load`.

The first line on its standard input is the plan, as JSON; it connects and warms up, writes `ready`, waits for another line, asks
until the time or the requests are over, and writes what it saw, as JSON. It only ever speaks to 127.0.0.1.
"""

import json
import re
import selectors
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from time import perf_counter
from typing import Any

PATIENCE = 30
"""Seconds to wait for an answer."""

REFUSED = 400
"""Statuses from here on."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Broken(RuntimeError):
    """The server hung up, or answered in a way that this client does not read."""


class Connection:
    """One visitor: asks, and reads the answer as it comes."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = bytearray()
        self._whole = 0
        self.asked_at = 0.0

    def ask(self, request: bytes) -> None:
        self._read.clear()
        self._whole = 0
        self.asked_at = perf_counter()
        self.socket.sendall(request)

    def answered(self) -> int | None:
        """The status once the answer is there as a whole; None while more is to come."""
        some = self.socket.recv(1 << 18)
        if not some:
            raise Broken(f"the server hung up after {bytes(self._read[:200])!r}")
        self._read += some
        if not self._whole:
            self._whole = _length_of(self._read)
        return int(self._read[9:12]) if self._whole and len(self._read) >= self._whole else None

    def fetch(self, request: bytes) -> int:
        self.ask(request)
        while (status := self.answered()) is None:
            pass
        return status

    def text(self) -> str:
        """The answer as it came, as far as it is readable."""
        return self._read.decode("latin-1")


def _length_of(read: bytearray) -> int:
    """Bytes of the whole answer; 0 while its head is not there yet."""
    head = read.find(b"\r\n\r\n")
    if head < 0:
        return 0
    if int(read[9:12]) in (204, 304):
        return head + 4
    told = _LENGTH.search(read, 0, head + 2)
    if told is None:
        raise Broken(f"an answer without a length: {bytes(read[:head])!r}")
    return head + 4 + int(told[1])


def visit(connections: list[Connection], requests: Iterator[bytes], seconds: float) -> dict[str, Any]:
    """Asks by all connections at once for so long: what the answers took in seconds, how often each status came, a refusal."""
    took: list[float] = []
    statuses: Counter[int] = Counter()
    refusal = ""
    with selectors.DefaultSelector() as selector:
        began = perf_counter()
        for connection, request in zip(connections, requests, strict=False):
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(request)
        while selector.get_map():
            ready = selector.select(PATIENCE)
            if not ready:
                raise Broken(f"no answer within {PATIENCE} seconds")
            for key, _ in ready:
                status = key.data.answered()
                if status is None:
                    continue
                took.append(perf_counter() - key.data.asked_at)
                statuses[status] += 1
                if status >= REFUSED and not refusal:
                    refusal = key.data.text()
                following = next(requests, None) if perf_counter() - began < seconds else None
                if following is None:
                    selector.unregister(key.fileobj)
                else:
                    key.data.ask(following)
        return {"took": took, "statuses": statuses, "seconds": perf_counter() - began, "refusal": refusal}


def main() -> None:
    plan = json.loads(sys.stdin.readline())
    connections = [Connection(plan["port"]) for _ in range(plan["connections"])]
    for connection in connections:
        for request in plan["warm"]:
            connection.fetch(request.encode("latin-1"))
    asked = [request.encode("latin-1") for request in plan["requests"]]
    print("ready", flush=True)
    if sys.stdin.readline():
        print(json.dumps(visit(connections, iter(asked) if plan["once"] else cycle(asked), plan["seconds"])), flush=True)


if __name__ == "__main__":
    main()
