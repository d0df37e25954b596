"""One engine from a filled shop to its figures."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from statistics import median

from bench import processes
from bench.asked import Request
from bench.paths import Path
from bench.preparing import prepare
from bench.rush import Rush, rush
from bench.servers import Server, free_port, serving
from bench.throwaway import Shop
from bench.windows import Visit, Window, typical

MANY = 16
"""Connections at once."""


@dataclass(frozen=True)
class Scale:
    """How much is asked."""

    products: int
    bags: int
    """For each of the paths that write."""
    rounds: int
    """At one connection, and again at many; shop and probe take turns."""
    seconds: float
    """Of a stretch of asking, at most."""


FULL = Scale(products=100_000, bags=2_000, rounds=3, seconds=1.2)
QUICK = Scale(products=2_000, bags=120, rounds=1, seconds=0.3)


@dataclass(frozen=True)
class Row:
    """A path's figures, each beside its probe's."""

    path: Path
    statements: int
    one: Window
    bare: Window
    ratio: float
    """CPU of the shop in CPUs of the probe at one connection, the median of the rounds."""
    many: Window
    bare_many: Window


@dataclass(frozen=True)
class Memory:
    """Resident bytes of all processes of a server: as it opens, after one connection, after many."""

    opened: int
    one: int
    many: int


@dataclass(frozen=True)
class Figures:
    engine: str
    rows: list[Row]
    shop: Memory
    bare: Memory
    rush: Rush


def measure(shop: Shop, scale: Scale, say: Callable[[str], None]) -> Figures:
    """All paths of this filled shop; it is told by `say` what is going on."""
    prepared = prepare(shop, scale.bags)
    with ExitStack() as opened:
        server, bare = opened.enter_context(_open(shop)), opened.enter_context(_open_probes(shop))
        memory = [_memory(server, bare)]
        runs = [_Run(path, scale.rounds) for path in prepared.paths]
        for run in runs:
            say(f"{shop.engine}: {run.path.name}, {run.path.state}")
            for _ in range(scale.rounds):
                run.visit(Visit(server, shop.database, 1, scale.seconds), Visit(bare, shop.database, 1, scale.seconds))
        memory.append(_memory(server, bare))
        for run in runs:
            say(f"{shop.engine}: {run.path.name}, {run.path.state}, at {MANY} connections")
            for _ in range(scale.rounds):
                run.visit(Visit(server, shop.database, MANY, scale.seconds), Visit(bare, shop.database, MANY, scale.seconds))
        memory.append(_memory(server, bare))
        rows = [run.row(statements) for run, statements in zip(runs, prepared.statements, strict=True)]
        of_shop, of_probes = (Memory(*told) for told in zip(*memory, strict=True))
        return Figures(shop.engine, rows, of_shop, of_probes, rush(server, shop.database, prepared.rush))


class _Run:
    """A path on its way through the stretches of asking: so many rounds with one connection, then as many with MANY."""

    def __init__(self, path: Path, rounds: int) -> None:
        self.path = path
        self._rounds = rounds
        self._windows: list[Window] = []
        self._bare: list[Window] = []

    def visit(self, shop: Visit, bare: Visit) -> None:
        number = len(self._windows)
        once = self.path.once
        self._bare.append(bare.window(self._portion(self.path.bare, number), once=once))
        self._windows.append(shop.window(self._portion(self.path.asked, number), once=once))

    def row(self, statements: int) -> Row:
        ones, many = self._windows[: self._rounds], self._windows[self._rounds :]
        bares, bare_many = self._bare[: self._rounds], self._bare[self._rounds :]
        ratio = median(one.cpu / bare.cpu for one, bare in zip(ones, bares, strict=True))
        return Row(self.path, statements, typical(ones), typical(bares), ratio, typical(many), typical(bare_many))

    def _portion(self, requests: list[Request], number: int) -> list[Request]:
        """What can be sent only once is dealt out; the first two were sent when statements were counted."""
        if not self.path.once:
            return requests
        size = (len(requests) - 2) // (2 * self._rounds)
        return requests[2 + number * size :][:size]


def _open(shop: Shop) -> AbstractContextManager[Server]:
    return serving(["-m", "flask", "--app", "wsgi", "serve"], shop.settings, shop.folder / "shop.log")


def _open_probes(shop: Shop) -> AbstractContextManager[Server]:
    return serving(["-m", "bench.probes"], {**shop.settings, "PORT": str(free_port())}, shop.folder / "probes.log")


def _memory(server: Server, bare: Server) -> tuple[int, int]:
    return processes.memory(server.processes), processes.memory(bare.processes)
