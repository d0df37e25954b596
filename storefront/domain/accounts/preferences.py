"""What somebody likes to see first, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Preferences:
    """Orders what is shown to one person; hides nothing from them."""

    categories: tuple[str, ...] = ()
    """Names or slugs, as they were given; the catalog knows which of them there are."""
    price_min: int | None = None
    """Paise, itself included; so is price_max."""
    price_max: int | None = None

    def __bool__(self) -> bool:
        return self != Preferences()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Preferences":
        """From the account's column; what is missing or odd in it counts as no wish."""
        categories = kept.get("categories")
        given = categories if isinstance(categories, list) else []
        return cls(tuple(str(one) for one in given), _amount(kept.get("price_min")), _amount(kept.get("price_max")))

    def to_json(self) -> dict[str, Any]:
        """As the account keeps it."""
        return {"categories": list(self.categories), "price_min": self.price_min, "price_max": self.price_max}


def _amount(kept: Any) -> int | None:
    return kept if isinstance(kept, int) and not isinstance(kept, bool) else None
