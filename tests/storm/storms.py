"""The storms themselves, short or long: a shop on its own port, a gateway that stands in for Razorpay, and buyers."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.adapters.payments.razorpay_server import RazorpayServer, serve
from tests.database import new_postgres_database, own_postgres
from tests.factories.catalog import a_ring
from tests.journeys.served import Served, opened, wait_for
from tests.real_services import own_redis
from tests.storm.buying import BOUGHT, TOLD, Heard, Market, all_buy, in_background, with_bags
from tests.storm.looking import looking_around, ready
from tests.storm.reckoning import Reckoning, reckon
from tests.storm.weather import foul, kills, outages


@dataclass(frozen=True)
class Seen:
    """What a storm came to."""

    outcomes: Counter[str]
    hits: int
    """Kills, or outages."""
    seconds: float
    reckoning: Reckoning
    heard: Sequence[Heard] = ()


LONGEST = 15
"""Seconds that an answer may take while a database is away: as long as a writer waits for its turn."""


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


def outage(folder: Path, checkouts: int, *, rounds: int, away: float, every: float) -> Seen:
    """So many checkouts while PostgreSQL is restarted and Redis goes away, so many rounds of each.

    Nobody is told anything worse than to come back later, nobody waits long, and no process of the shop has to be replaced.
    """
    with own_postgres() as postgres, own_redis() as redis:
        settings = {"REDIS_URL": redis.address, "RATELIMIT_ENABLED": "1", "TRUSTED_HOPS": "1"}
        with _market(folder, new_postgres_database(postgres.url), settings) as (shop, gateway):
            with shop.inside():
                ring = a_ring(stock=checkouts + 5, price=48_000, name="Storm ring")
                people = with_bags(checkouts, ring)
            market, began, family = Market(shop.address, gateway), time.monotonic(), shop.family()
            with looking_around(market, "/p/storm-ring"):
                buying = in_background(lambda: all_buy(market, people, at_once=8, leave=0.2, pause=0.5))
                hits = list(outages(postgres, redis, rounds, away=away, every=every))
                outcomes = Counter(buying())
            seconds = time.monotonic() - began
            wait_for(lambda: ready(market), lambda: str(market.ask("/readyz", None, {})))
            assert shop.family() == family, (shop.folder / "log").read_text()[-4000:]
            _nothing_worse_than_later(market.heard)
            shop.kill()
            with shop.inside():
                return Seen(outcomes, len(hits), seconds, reckon(shop, gateway, ring, checkouts + 5), market.heard)


def _nothing_worse_than_later(heard: Sequence[Heard]) -> None:
    worse = [one for one in heard if one.status not in (200, 404, 409, 503)]
    assert worse == [], worse[:20]
    assert all(one.wait for one in heard if one.status == 503 and one.path != "/readyz")
    slow = [one for one in heard if one.seconds > LONGEST]
    assert slow == [], slow[:20]


@contextmanager
def _market(
    folder: Path, database: str, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[Served, RazorpayServer]]:
    with serve() as gateway:
        keys = {
            "RAZORPAY_KEY_ID": gateway.key_id,
            "RAZORPAY_KEY_SECRET": gateway.key_secret,
            "RAZORPAY_WEBHOOK_SECRET": gateway.webhook_secret,
            "RAZORPAY_BASE_URL": gateway.url,
        }
        shop = Served(folder, database, settings={**keys, "DEMO": "0", "WEB_CONCURRENCY": "2", **more})
        with opened(shop):
            yield shop, gateway
