"""Categories and tags by the names that people use for them, made where they are missing.

All of it stands inside a transaction that holds the catalog (`move_version`).
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select

from storefront.core.clock import now
from storefront.core.db import session
from storefront.core.ids import new_id
from storefront.core.text import fold, slug
from storefront.domain.catalog.models import Category, Tag
from storefront.domain.catalog.services.slugs import free_slug
from storefront.domain.catalog.tree import Room

CATEGORIES: Any = Category.__table__
TAGS: Any = Tag.__table__


def categories_named(names: Iterable[str], *, make: bool = False) -> dict[str, Room]:
    """Categories by the names, slugs or ids given; with `make` the missing ones are made, else they are left out."""
    return _named(CATEGORIES, names, make)


def tags_named(names: Iterable[str]) -> dict[str, Room]:
    """Tags by the names or slugs given; the missing ones are made."""
    return _named(TAGS, names, may_make=True)


def is_taken(table: Any, name: str, but: str = "") -> bool:
    """Whether another than `but` has this name, or nearly this."""
    columns = table.c
    return session().execute(select(columns.id).where(columns.folded == fold(name), columns.id != but)).first() is not None


def make(table: Any, name: str, address: str | None, said: dict[str, Any]) -> Room:
    """A new one, with its own address; `said` are further columns, the id and the times too if it brings its own."""
    row: dict[str, Any] = {
        "id": new_id(),
        "name": name,
        "folded": fold(name),
        "slug": free_slug(table.c.slug, address or slug(name)),
    }
    row |= {"created_at": now(), "updated_at": now(), **said}
    session().execute(insert(table).values(**row))
    return Room(row["id"], name, row["slug"], said.get("is_active", True))


def _named(table: Any, names: Iterable[str], may_make: bool) -> dict[str, Room]:
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    known = _known(table)
    for name in wanted:
        if fold(name) not in known and may_make:
            known[fold(name)] = make(table, name, None, {})
    return {name: known[fold(name)] for name in wanted if fold(name) in known}


def _known(table: Any) -> dict[str, Room]:
    """All of them: a few hundred at most, and a name may be a slug or an id as well."""
    columns = table.c
    rows = session().execute(select(columns.id, columns.name, columns.slug, columns.is_active, columns.folded)).all()
    found = {fold(row.slug): Room(*row[:4]) for row in rows}
    found |= {row.id: Room(*row[:4]) for row in rows}
    return found | {row.folded: Room(*row[:4]) for row in rows}
