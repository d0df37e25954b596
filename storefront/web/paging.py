"""Pages of a list: by number from 1, no deeper than 10,000 entries."""

from dataclasses import dataclass

DEEPEST = 10_000


@dataclass(frozen=True)
class Page:
    number: int
    size: int
    total: int

    @property
    def shown(self) -> int:
        """Entries up to the end of this page."""
        return min(self.number * self.size, self.total)

    @property
    def has_next(self) -> bool:
        return self.number * self.size < min(self.total, DEEPEST)
