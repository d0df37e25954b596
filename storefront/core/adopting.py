"""Importing rows from another shop, under their own ids, beside the rows that are here already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from storefront.core.db import session

_BATCH = 500
_NEVER_COMPARED = ("id", "created_at", "updated_at")


@dataclass
class Adopted:
    """What became of the imported documents, by id. One that is in none of these was here already, and just so."""

    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    left_out: dict[str, str] = field(default_factory=dict)
    """Why, in one sentence."""
    told: list[tuple[str, str]] = field(default_factory=list)
    """Of each that came in altered: its id, and a sentence that says how."""

    @property
    def taken(self) -> set[str]:
        """New or changed."""
        return self.new | self.changed


def adopt(table: Any, rows: Sequence[Mapping[str, Any]]) -> Adopted:
    """Adds the rows that are missing, and changes those that differ. Inside a transaction.

    What the shop has changed since, which its later `updated_at` tells, stays as it is.
    """
    there = rows_of(table, (row["id"] for row in rows))
    found = Adopted()
    new = [dict(row) for row in rows if row["id"] not in there]
    if new:
        session().execute(insert(table), new)
    found.new = {row["id"] for row in new}
    for row in rows:
        known = there.get(row["id"])
        if known is not None and is_due(known, row["updated_at"]) and differs(known, row):
            change(table, row)
            found.changed.add(row["id"])
    return found


def add_missing(table: Any, rows: Sequence[Mapping[str, Any]]) -> Adopted:
    """Adds the rows that are not here; what is here never changes. Inside a transaction."""
    there = known_ids(table.c.id, (row["id"] for row in rows))
    new = [dict(row) for row in rows if row["id"] not in there]
    if new:
        session().execute(insert(table), new)
    return Adopted(new={row["id"] for row in new})


def rows_of(table: Any, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """Whole rows, by id."""
    found: dict[str, Row[Any]] = {}
    for some in _some(ids):
        found.update({row.id: row for row in session().execute(select(*table.c).where(table.c.id.in_(some)))})
    return found


def known_ids(column: Any, values: Iterable[Any]) -> set[Any]:
    """Those of these values that the column has."""
    found: set[Any] = set()
    for some in _some(values):
        found.update(session().scalars(select(column).where(column.in_(some))))
    return found


def is_due(known: Any, updated_at: datetime) -> bool:
    """Whether an import of that date may change this row: the shop has not changed it since."""
    return bool(known.updated_at <= updated_at)


def differs(known: Any, row: Mapping[str, Any]) -> bool:
    return any(getattr(known, name) != value for name, value in row.items() if name not in _NEVER_COMPARED)


def change(table: Any, row: Mapping[str, Any]) -> None:
    """Overwrites the row, its `updated_at` too."""
    values = {name: value for name, value in row.items() if name not in ("id", "created_at")}
    session().execute(update(table).where(table.c.id == row["id"]).values(**values))


def stamp(table: Any, moments: Mapping[str, datetime], column: str = "updated_at", key: str = "id") -> None:
    """Sets when these rows were last changed, as the other shop says."""
    if moments:
        mine = update(table).where(table.c[key] == bindparam("_id")).values({column: bindparam("_moment")})
        session().execute(mine, [{"_id": one, "_moment": moment} for one, moment in moments.items()])


def _some(values: Iterable[Any]) -> Iterable[list[Any]]:
    wanted = sorted(set(values))
    return (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))
