"""The visitors, against a server of a few lines."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import repeat

import pytest

from bench import processes
from bench.load import Broken, Connection, visit

ANSWERS = {
    b"GET /good": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    b"GET /sold": b"HTTP/1.1 409 Conflict\r\ncontent-length: 4\r\n\r\nsold",
    b"GET /same": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    b"GET /endless": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
}


@pytest.fixture
def visitors() -> Iterator[list[Connection]]:
    """Two, with a server before them."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_serve, args=(listening,), daemon=True).start()
        connections = [Connection(listening.getsockname()[1]) for _ in range(2)]
        yield connections
        for connection in connections:
            connection.socket.close()


def test_every_answer_is_counted_with_its_status(visitors: list[Connection]) -> None:
    requests = [b"GET /good", b"GET /sold", b"GET /same"]

    seen = visit(visitors, iter(requests), seconds=5)

    assert seen["statuses"] == {200: 1, 409: 1, 304: 1}
    assert len(seen["took"]) == 3
    assert seen["refusal"].endswith("sold")


def test_visitors_leave_when_their_time_is_over(visitors: list[Connection]) -> None:
    seen = visit(visitors, repeat(b"GET /good"), seconds=0)

    assert seen["statuses"] == {200: 2}


def test_an_answer_without_a_length_is_not_guessed_at(visitors: list[Connection]) -> None:
    with pytest.raises(Broken, match="without a length"):
        visitors[0].fetch(b"GET /endless")


def test_a_family_is_a_process_with_all_that_it_started() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        family = processes.family(os.getpid())
        clock = processes.clock(family)

        assert {os.getpid(), child.pid} <= set(family)
        assert str(child.pid) in clock
        assert processes.memory([child.pid]) > 0
        child.communicate(b"\n")
    assert child.pid not in processes.family(os.getpid())


def _serve(listening: socket.socket) -> None:
    while True:
        try:
            taken, _ = listening.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(taken,), daemon=True).start()


def _answer(taken: socket.socket) -> None:
    with taken:
        while asked := taken.recv(1000):
            taken.sendall(ANSWERS[asked])
