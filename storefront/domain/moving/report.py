"""What was read, what became of it, and what was left out and why."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from storefront.core.adopting import Adopted

SHOWN = 5
"""Reasons of one collection that are shown; the file has them all."""


@dataclass
class Tally:
    """Of one collection: read = new + changed + same + left out."""

    read: int = 0
    new: int = 0
    changed: int = 0
    left_out: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """How often something was left out for this reason, or came in other than it was sent."""

    @property
    def same(self) -> int:
        return self.read - self.new - self.changed - self.left_out


class Report:
    """Counts, and hands each document that was left out or altered to `write` as a line of JSON."""

    def __init__(self, write: Callable[[bytes], object] = lambda _line: None) -> None:
        self.tallies: dict[str, Tally] = {}
        self._write = write

    def of(self, collection: str) -> Tally:
        return self.tallies.setdefault(collection, Tally())

    def left_out(self, collection: str, key: str, sentence: str) -> None:
        self.of(collection).left_out += 1
        self._line(collection, key, "left out", sentence)

    def altered(self, collection: str, key: str, sentence: str) -> None:
        """It came in, but not all of it, or not as it was."""
        self._line(collection, key, "altered", sentence)

    def add(self, collection: str, adopted: Adopted) -> None:
        tally = self.of(collection)
        tally.new += len(adopted.new)
        tally.changed += len(adopted.changed)
        for key, sentence in adopted.left_out.items():
            self.left_out(collection, key, sentence)
        for key, sentence in adopted.told:
            self.altered(collection, key, sentence)

    @property
    def changes(self) -> int:
        """Documents that changed anything in the shop."""
        return sum(one.new + one.changed for one in self.tallies.values())

    def _line(self, collection: str, key: str, outcome: str, sentence: str) -> None:
        reasons = self.of(collection).reasons
        # A million different reasons are no summary, and must not fill the memory either.
        reasons[sentence if sentence in reasons or len(reasons) < 1000 else "Other reasons."] += 1
        line: dict[str, Any] = {"collection": collection, "id": key, "outcome": outcome, "why": sentence}
        self._write(msgspec.json.encode(line) + b"\n")
