"""Which categories stand under which. All of them: a few hundred at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storefront.core.db import session
from storefront.domain.catalog.models import Category

_c = Category.__table__.c
_ROOMS = select(_c.id, _c.name, _c.slug, _c.is_active, _c.parent_id)


@dataclass(frozen=True)
class Room:
    """A category or tag."""

    id: str
    name: str
    slug: str
    is_active: bool


@dataclass(frozen=True)
class Tree:
    """The categories as they stood when this was read."""

    rooms: Mapping[str, Room]
    parents: Mapping[str, str]

    def above(self, category_id: str) -> tuple[Room, ...]:
        """What it stands under, the nearest first."""
        found: list[str] = []
        parent = self.parents.get(category_id)
        while parent and parent != category_id and parent not in found:
            found.append(parent)
            parent = self.parents.get(parent)
        return tuple(self.rooms[one] for one in found)

    def under(self, category_id: str) -> tuple[Room, ...]:
        """All that stand under it, at any depth, without itself."""
        mine = self.rooms.get(category_id)
        return tuple(room for key, room in self.rooms.items() if mine and mine in self.above(key))


def tree() -> Tree:
    """As it is now; one statement."""
    return tree_of(session().execute(_ROOMS).all())


def tree_of(rows: Sequence[Any]) -> Tree:
    """From rows that begin with id, name, slug and is_active, and have parent_id."""
    rooms = {row.id: Room(*row[:4]) for row in rows}
    return Tree(rooms, {row.id: row.parent_id for row in rows if row.parent_id in rooms})
