"""What the shop meets meanwhile: a gateway that misbehaves in a fifth of its answers, kill -9, databases that go away."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from tests.database import PostgresServer
from tests.journeys.served import Served
from tests.real_services import RedisServer

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


OUTAGES = ("restart", "crash", "redis gone", "redis mute")
"""PostgreSQL shut down in order, or crashed; Redis away, or there and without a word."""


def outages(postgres: PostgresServer, redis: RedisServer, rounds: int, *, away: float, every: float) -> Iterator[str]:
    """So often each outage of `away` seconds, with a while between them; yields the name of each as it begins."""
    for what in OUTAGES * rounds:
        time.sleep(every)
        yield what
        if what.startswith("redis"):
            redis.hang() if what == "redis mute" else redis.stop()
            time.sleep(away)
            redis.stop()
            redis.start()
        else:
            postgres.stop(signal.SIGQUIT if what == "crash" else signal.SIGINT)
            time.sleep(away)
            postgres.start()
