"""A cache within the process: for a shop on one machine, and for the while in which Redis is away."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from storefront.adapters.cache.packing import pack, unpack

# What the dict, the key and the tuple of an entry take besides its bytes.
_OVERHEAD = 250


class ProcessCache:
    """Bounded by entries and by bytes: what was not used for longest goes first.

    Values are kept packed, so that whoever changes what they got, or gave, changes nothing here.
    """

    def __init__(self, entries: int = 20_000, size: int = 64 * 1024 * 1024, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._entries, self._size = entries, size
        self._used = 0
        self._clock = clock
        self._lock = Lock()

    def get(self, key: str) -> Any:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if found[1] <= self._clock():
                self._drop(key)
                return None
            self._kept.move_to_end(key)
        return unpack(found[0])

    def set(self, key: str, value: Any, seconds: int) -> None:
        packed = pack(key, value)
        with self._lock:
            self._drop(key)
            if packed is None or seconds <= 0:
                return
            self._kept[key] = (packed, self._clock() + seconds)
            self._used += _weight(key, packed)
            while len(self._kept) > self._entries or self._used > self._size:
                self._drop(next(iter(self._kept)))

    def delete(self, key: str) -> None:
        with self._lock:
            self._drop(key)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._used = 0

    def healthy(self) -> bool:
        return True

    def _drop(self, key: str) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._used -= _weight(key, gone[0])


def _weight(key: str, packed: bytes) -> int:
    return len(key) + len(packed) + _OVERHEAD
