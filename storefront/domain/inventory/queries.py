"""Reading stock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storefront.core.db import session
from storefront.domain.inventory.models import Stock


@dataclass(frozen=True)
class Level:
    """What there is of an item. `on_hand` is None where it is not counted."""

    on_hand: int | None
    held: int
    backorder: bool
    alert: int
    moved_at: datetime | None = None
    """When what is on hand last changed."""

    @property
    def available(self) -> int | None:
        """How many can be sold now, without what is held; None where it is not counted."""
        return None if self.on_hand is None else max(0, self.on_hand - self.held)

    def sells(self, quantity: int) -> bool:
        """Whether so many more can be promised; where it is not counted, that is for staff to say elsewhere."""
        return self.on_hand is None or self.backorder or self.on_hand - self.held >= quantity


_stock = Stock.__table__.c
_LEVELS = select(_stock.item_id, _stock.on_hand, _stock.held, _stock.backorder, _stock.alert, _stock.moved_at).where(
    _stock.item_id.in_(bindparam("items", expanding=True))
)


def levels(item_ids: Iterable[str]) -> dict[str, Level]:
    """The level of each item that has one; one statement."""
    wanted = list(item_ids)
    if not wanted:
        return {}
    rows = session().execute(_LEVELS, {"items": wanted})
    return {item_id: Level(*level) for item_id, *level in rows}


def available(item_ids: Iterable[str]) -> dict[str, int | None]:
    """How many of each can be sold now; None where it is not counted."""
    return {item_id: level.available for item_id, level in levels(item_ids).items()}
