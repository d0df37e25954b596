"""A cache in Redis, for several processes and machines."""

import time
from collections.abc import Callable
from typing import Any

import redis
import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry

from storefront.adapters.cache.packing import pack, unpack
from storefront.adapters.cache.process import ProcessCache

log = structlog.get_logger("shop.cache")

TIMEOUT = 0.2
"""Seconds that an answer may take: longer, and doing the work again is quicker."""
COOL_DOWN = 5.0
"""Seconds in which Redis is not asked after it did not answer."""


class SharedCache:
    """Redis; while it is away, a cache in the process takes its place.

    A delete in that time reaches this process alone: a key names the version of what it holds, so that nothing rests on deleting.
    """

    def __init__(self, address: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis.Redis.from_url(
            address,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            # Once more at once, for a connection that Redis closed while it was idle.
            retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
        )
        self._instead = ProcessCache()
        self._clock = clock
        self._away_until: float | None = None

    def get(self, key: str) -> Any:
        return self._ask(lambda: _value(self._redis.get(_named(key))), lambda: self._instead.get(key))

    def set(self, key: str, value: Any, seconds: int) -> None:
        packed = pack(key, value)
        if packed is None or seconds <= 0:
            self.delete(key)
            return
        self._ask(lambda: self._redis.set(_named(key), packed, ex=seconds), lambda: self._instead.set(key, value, seconds))

    def delete(self, key: str) -> None:
        self._ask(lambda: self._redis.delete(_named(key)), lambda: self._instead.delete(key))

    def healthy(self) -> bool:
        try:
            return bool(self._redis.ping())
        except (redis.RedisError, OSError):
            return False

    def _ask(self, question: Callable[[], Any], instead: Callable[[], Any]) -> Any:
        if self._away_until is not None and self._clock() < self._away_until:
            return instead()
        try:
            answer = question()
        except (redis.RedisError, OSError) as error:
            log.warning("redis away", reason=type(error).__name__, seconds=COOL_DOWN)
            self._away_until = self._clock() + COOL_DOWN
            return instead()
        if self._away_until is not None:
            # What the process kept meanwhile may be out of date by the next time that Redis is away.
            self._away_until = None
            self._instead.clear()
        return answer


def _named(key: str) -> bytes:
    return f"kundan:{key}".encode(errors="backslashreplace")


def _value(packed: Any) -> Any:
    return None if packed is None else unpack(packed)
