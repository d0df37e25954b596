"""What was made lately, kept in this process: for what never changes under its key, so that no other process need know."""

from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """At most `most` entries; when they are full, the older half goes. Each single step is safe among threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        return self._made.get(key)

    def put(self, key: K, value: V) -> None:
        if len(self._made) >= self._most:
            # The dict that is left behind may be read by others meanwhile; it is not changed.
            self._made = dict(list(self._made.items())[self._most // 2 :])
        self._made[key] = value
