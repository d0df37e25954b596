"""The servers that are measured: the shop as `flask serve` opens it, and the probes by the same server in the same way."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import processes

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60
"""Seconds until a server must answer."""


class NotServing(RuntimeError):
    """A server ended, or did not answer in time; the sentence says where its log is."""


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    @property
    def processes(self) -> list[int]:
        return processes.family(self.pid)


def free_port() -> int:
    """One that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: Sequence[str], settings: dict[str, str], log: Path) -> Iterator[Server]:
    """Starts it with these settings, PORT among them, waits until it answers, and ends it with all that it has started."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "/"), **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the bench, which then ends its servers in order.
            start_new_session=True,
        )
    try:
        port = int(settings["PORT"])
        _wait(process, command, port, log)
        yield Server(port, process.pid)
    finally:
        _end(process)


def _wait(process: "subprocess.Popen[bytes]", command: Sequence[str], port: int, log: Path) -> None:
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise NotServing(f"{' '.join(command)} does not answer:\n{log.read_text()[-3000:]}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(25)
    except subprocess.TimeoutExpired:
        # It leads a group of its own, so nothing that it has started is left behind.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
