"""What the shop meets meanwhile: a gateway that misbehaves in a fifth of its answers, and kill -9."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from tests.journeys.served import Served

TROUBLES = ("slow", "error", "html", "late", "reset", "lost")


def foul(share: float, seed: int = 1) -> Callable[[str], str]:
    """A mood of the gateway: this share of its answers is trouble of any kind."""
    chance, lock = Random(seed), threading.Lock()

    def mood(_method: str) -> str:
        with lock:
            return chance.choice(TROUBLES) if chance.random() < share else ""

    return mood


@contextmanager
def kills(shop: Served, *, server: int, worker: int, every: float) -> Iterator[list[str]]:
    """Every so many seconds kill -9 for the whole shop, which is then opened again, or for its worker alone.

    Yields what was hit so far.
    """
    hit: list[str] = []
    over = threading.Event()
    plan = ["server"] * server + ["worker"] * worker
    Random(7).shuffle(plan)

    def strike() -> None:
        for what in plan:
            if over.wait(every):
                return
            if what == "server":
                shop.kill()
                shop.open()
                hit.append(what)
            elif shop.kill_worker():
                hit.append(what)

    thread = threading.Thread(target=strike)
    thread.start()
    try:
        yield hit
    finally:
        # Those who buy may be done sooner than those who kill.
        while thread.is_alive() and len(hit) < len(plan):
            time.sleep(0.2)
        over.set()
        thread.join()
