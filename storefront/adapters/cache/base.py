"""What a cache promises: it may forget at any time, and it never raises."""

from typing import Any, Protocol


class Cache(Protocol):
    """Values are what msgpack can carry: None, bool, int, float, str, bytes, lists and dicts with text keys."""

    def get(self, key: str) -> Any:
        """The value, or None if there is none (any more)."""

    def set(self, key: str, value: Any, seconds: int) -> None:
        """Kept for so long at the most."""

    def delete(self, key: str) -> None: ...

    def healthy(self) -> bool:
        """Whether the shared cache answers; the process's own always does."""
