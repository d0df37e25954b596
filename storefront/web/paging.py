"""A page of a list as pages show where they stand."""

from dataclasses import dataclass

from storefront.core.paging import DEEPEST


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
