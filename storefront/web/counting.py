"""Where the rate limits count when there is no Redis: in the process, without a thread.

The storage that comes with the package starts a thread, for which requests wait, about each time that it counts.
"""

import time
from threading import Lock
from typing import Any

from limits.storage import Storage

SCHEME = "process"
_SWEEP = 60
"""Seconds after which counts that are over are let go."""


class ProcessCounts(Storage):
    """Counts by key, each until its time is over."""

    STORAGE_SCHEME: list[str] | None = [SCHEME]  # noqa: RUF012  as the base class has it

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_options: Any) -> None:
        super().__init__(uri, wrap_exceptions)
        self._counts: dict[str, tuple[int, float]] = {}
        self._lock = Lock()
        self._swept = time.time()

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        moment = time.time()
        with self._lock:
            self._sweep(moment)
            count, until = self._counts.get(key, (0, 0.0))
            if until <= moment:
                count, until = 0, moment + expiry
            self._counts[key] = (count + amount, until)
            return count + amount

    def get(self, key: str) -> int:
        count, until = self._counts.get(key, (0, 0.0))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        with self._lock:
            number, self._counts = len(self._counts), {}
            return number

    def clear(self, key: str) -> None:
        with self._lock:
            self._counts.pop(key, None)

    def _sweep(self, moment: float) -> None:
        if moment - self._swept >= _SWEEP:
            self._counts = {key: kept for key, kept in self._counts.items() if kept[1] > moment}
            self._swept = moment
