"""Reading stock."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import ARRAY, String, any_, bindparam, cast, func, select
from sqlalchemy import column as sql_column
from sqlalchemy.dialects.postgresql import aggregate_order_by

from storefront.core.db import dialect, session
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


def stand(item_ids: Sequence[str]) -> str:
    """The levels of these items as one text, for `read_stand`; the same text means that nothing has moved."""
    row = session().execute(select(stand_column(dialect())), {"items": items_for(dialect(), item_ids)}).first()
    return str(row[0]) if row else ""


def read_stand(text: str) -> dict[str, Level]:
    """The level of each item that has one."""
    told = _stands.decode(text or "[]")
    return {item: Level(on_hand, held, more, alert, at.astimezone(UTC)) for item, on_hand, held, more, alert, at in told}


@cache
def stand_column(engine: str) -> Any:
    """The stand of the items in the parameter `items`, as a column for statements that read something besides.

    The database makes it a text, in one row: to make rows and times of it in Python is most of what reading levels costs.
    """
    row = (_stock.item_id, _stock.on_hand, _stock.held, _stock.backorder, _stock.alert)
    if engine == "postgresql":
        told = func.json_agg(aggregate_order_by(func.json_build_array(*row, _stock.moved_at), _stock.item_id))
        among = _stock.item_id == any_(bindparam("items", type_=ARRAY(String)))
        return select(func.coalesce(cast(told, String), "[]")).where(among).scalar_subquery()
    told = func.json_group_array(func.json_array(*row, func.replace(_stock.moved_at, " ", "T").concat("Z")))
    each = func.json_each(bindparam("items", type_=String)).table_valued("value")
    among = _stock.item_id.in_(select(sql_column("value")).select_from(each))
    return select(cast(told, String)).where(among).scalar_subquery()


def items_for(engine: str, item_ids: Sequence[str]) -> Any:
    """The items as `stand_column` takes them."""
    return list(item_ids) if engine == "postgresql" else json.dumps(list(item_ids))


_stands = msgspec.json.Decoder(list[tuple[str, int | None, int, bool, int, datetime]], strict=False)


def available(item_ids: Iterable[str]) -> dict[str, int | None]:
    """How many of each can be sold now; None where it is not counted."""
    return {item_id: level.available for item_id, level in levels(item_ids).items()}
