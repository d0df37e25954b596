"""One stretch of asking: what the answers took, and what the processes that gave them cost."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from bench import processes
from bench.asked import Request
from bench.servers import ROOT, Server

GOOD = {200, 303}


class WrongAnswer(RuntimeError):
    """A path does not do what is measured."""


@dataclass(frozen=True)
class Window:
    """Times in milliseconds."""

    p50: float
    p95: float
    cpu: float
    """For one request: all processes of the server and of the database."""
    rate: float
    """Answers a second."""


@dataclass(frozen=True)
class Visit:
    """Who asks whom: so many connections for so many seconds at most."""

    server: Server
    database: int | None
    """The first process of a database that runs apart."""
    connections: int
    seconds: float

    def window(self, requests: Sequence[Request], *, once: bool = False) -> Window:
        """What these requests cost, asked one after another; each only `once`, or all over again after a round to warm up."""
        seen = self.outcome(requests, once=once)
        wrong = {status: number for status, number in seen["statuses"].items() if int(status) not in GOOD}
        if wrong:
            raise WrongAnswer(f"{requests[0].method} {requests[0].path} was answered with {wrong}:\n{seen['refusal'][:3000]}")
        return _window(seen)

    def outcome(self, requests: Sequence[Request], *, once: bool) -> dict[str, Any]:
        """What the visitors saw, with `cpu`: the seconds that it cost."""
        raw = [request.raw(self.server.port) for request in requests]
        plan = {"port": self.server.port, "connections": self.connections, "seconds": self.seconds, "once": once}
        with subprocess.Popen(
            [sys.executable, "-m", "bench.load"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as visitors:
            try:
                _tell(visitors, json.dumps({**plan, "requests": raw, "warm": [] if once else raw}))
                _hear(visitors)
                before = self._clock()
                _tell(visitors, "go")
                seen = json.loads(_hear(visitors))
                return {**seen, "cpu": processes.spent(before, self._clock())}
            finally:
                visitors.kill()

    def _clock(self) -> processes.Clock:
        apart = processes.family(self.database) if self.database else []
        return processes.clock([*self.server.processes, *apart])


def typical(windows: Sequence[Window]) -> Window:
    """The median of each figure."""
    return Window(*(median(getattr(one, name) for one in windows) for name in ("p50", "p95", "cpu", "rate")))


def _window(seen: dict[str, Any]) -> Window:
    took = sorted(1000 * seconds for seconds in seen["took"])
    p95 = quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    return Window(median(took), p95, 1000 * seen["cpu"] / len(took), len(took) / seen["seconds"])


def _tell(visitors: "subprocess.Popen[str]", line: str) -> None:
    assert visitors.stdin is not None  # noqa: S101  for the type checker
    visitors.stdin.write(line + "\n")
    visitors.stdin.flush()


def _hear(visitors: "subprocess.Popen[str]") -> str:
    assert visitors.stdout is not None  # noqa: S101  for the type checker
    line = visitors.stdout.readline()
    if not line:
        raise WrongAnswer("The visitors gave up; what they met stands above.")
    return line
