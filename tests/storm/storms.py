"""The storms themselves, short or long: a shop on its own port, a gateway that stands in for Razorpay, and buyers."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.adapters.payments.razorpay_server import RazorpayServer, serve
from tests.factories.catalog import a_ring
from tests.journeys.served import Served, opened
from tests.storm.buying import BOUGHT, TOLD, Market, all_buy, with_bags
from tests.storm.reckoning import Reckoning, reckon
from tests.storm.weather import foul, kills


@dataclass(frozen=True)
class Seen:
    """What a storm came to."""

    outcomes: Counter[str]
    kills: int
    seconds: float
    reckoning: Reckoning


def rush(folder: Path, database: str, buyers: int, pieces: int) -> Seen:
    """So many buyers at once for so few pieces, at a gateway that behaves: each piece is sold once, the others are told."""
    with _market(folder, database) as (shop, gateway):
        with shop.inside():
            ring = a_ring(stock=pieces, price=48_000)
            people = with_bags(buyers, ring)
        began = time.monotonic()
        outcomes = Counter(all_buy(Market(shop.address, gateway), people, at_once=buyers, leave=0))
        seconds = time.monotonic() - began
        shop.kill()
        with shop.inside():
            assert outcomes == {BOUGHT: pieces, TOLD: buyers - pieces}, outcomes
            return Seen(outcomes, 0, seconds, reckon(shop, gateway, ring, pieces))


def storm(folder: Path, database: str, checkouts: int, *, server: int, worker: int, every: float, silence: float) -> Seen:
    """So many checkouts, sixteen at a time, while the gateway misbehaves and server and worker are killed so many times."""
    with _market(folder, database) as (shop, gateway):
        with shop.inside():
            ring = a_ring(stock=checkouts + 5, price=48_000)
            people = with_bags(checkouts, ring)
        gateway.mood, gateway.silence = foul(0.2), silence
        began = time.monotonic()
        with kills(shop, server=server, worker=worker, every=every) as hit:
            outcomes = Counter(all_buy(Market(shop.address, gateway), people, at_once=16, leave=0.2))
        seconds = time.monotonic() - began
        shop.kill()
        gateway.mood = None
        with shop.inside():
            return Seen(outcomes, len(hit), seconds, reckon(shop, gateway, ring, checkouts + 5))


@contextmanager
def _market(folder: Path, database: str) -> Iterator[tuple[Served, RazorpayServer]]:
    with serve() as gateway:
        keys = {
            "RAZORPAY_KEY_ID": gateway.key_id,
            "RAZORPAY_KEY_SECRET": gateway.key_secret,
            "RAZORPAY_WEBHOOK_SECRET": gateway.webhook_secret,
            "RAZORPAY_BASE_URL": gateway.url,
        }
        shop = Served(folder, database, settings={**keys, "DEMO": "0", "WEB_CONCURRENCY": "2"})
        with opened(shop):
            yield shop, gateway
