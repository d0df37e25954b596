"""After products have changed: everything that is kept besides their rows follows, in the same transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from storefront import adapters
from storefront.core.db import session, upsert
from storefront.domain.catalog.models import (
    CatalogState,
    Category,
    FacetCount,
    Product,
    ProductFacet,
    ProductPicture,
    ProductTag,
    Tag,
)
from storefront.domain.catalog.services.standing import Standing

Change = tuple[Standing | None, Standing | None]
"""Before and after; None where there was or is no such product."""

_state: Any = CatalogState.__table__
_counts: Any = FacetCount.__table__
_products: Any = Product.__table__


def move_version() -> None:
    """Whatever is kept under the catalog's version is old now.

    Each change calls this before it reads what it goes by: the row's lock makes the changes of the catalog wait for one another,
    so that slugs stay unique and counts true without further locks. Stock and pictures are locked before, never after: an order
    that sells the last piece, and a worker that has made a picture's sizes, come from there.
    """
    session().execute(update(_state).where(_state.c.id == 1).values(version=_state.c.version + 1))


def settle(changes: Sequence[Change]) -> None:
    """Tags, facets, pictures, counts and the search index as the products now stand. Their rows have been written."""
    _rows(ProductTag.__table__, changes, lambda one: {(tag.id, one.id) for tag in one.tags}, ("tag_id", "product_id"))
    _rows(
        ProductFacet.__table__,
        changes,
        lambda one: {(value.facet, value.value, one.id, value.label) for value in one.values},
        ("facet", "value", "product_id", "label"),
    )
    _rows(ProductPicture.__table__, changes, lambda one: {(key, one.id) for key in one.picture_keys}, ("key", "product_id"))
    _words(changes)
    _count(changes)
    _index(changes)


def counted(standings: Iterable[Standing]) -> tuple[Counter[tuple[str, str, str]], dict[tuple[str, str], str]]:
    """How many of these have each value in each scope, and the values' labels."""
    numbers: Counter[tuple[str, str, str]] = Counter()
    labels: dict[tuple[str, str], str] = {}
    for standing in standings:
        if standing.listed:
            values = standing.counted
            labels.update({(value.facet, value.value): value.label for value in values})
            numbers.update((scope, value.facet, value.value) for scope in standing.scopes for value in values)
    return numbers, labels


def _rows(table: Any, changes: Sequence[Change], read: Any, names: tuple[str, ...]) -> None:
    gone: set[Any] = set()
    new: set[Any] = set()
    for before, after in changes:
        had, has = (read(one) if one else set() for one in (before, after))
        gone |= had - has
        new |= has - had
    keys = [column.name for column in table.primary_key]
    if gone:
        mine = delete(table).where(*(table.c[key] == bindparam(f"_{key}") for key in keys))
        rows = [dict(zip(names, one, strict=True)) for one in sorted(gone)]
        session().execute(mine, [{f"_{key}": row[key] for key in keys} for row in rows])
    if new:
        session().execute(insert(table), [dict(zip(names, one, strict=True)) for one in sorted(new)])


def _words(changes: Sequence[Change]) -> None:
    said = [
        {"_id": after.id, "_words": after.words}
        for before, after in changes
        if after and not (before and before.words == after.words)
    ]
    if said:
        mine = update(_products).where(_products.c.id == bindparam("_id"))
        session().execute(mine.values(facet_words=bindparam("_words"), updated_at=_products.c.updated_at), said)


def _count(changes: Sequence[Change]) -> None:
    before, old_labels = counted(one for one, _ in changes if one)
    after, labels = counted(one for _, one in changes if one)
    after.subtract(before)
    moved = {key: number for key, number in after.items() if number}
    _add({**old_labels, **labels}, moved)
    _keep(Category.__table__, changes, lambda one: [room.id for room in one.rooms])
    _keep(Tag.__table__, changes, lambda one: [tag.id for tag in one.tags])
    listed = sum(bool(new and new.listed) - bool(old and old.listed) for old, new in changes)
    if listed:
        session().execute(update(_state).where(_state.c.id == 1).values(products=_state.c.products + listed))


def _add(labels: dict[tuple[str, str], str], moved: dict[tuple[str, str, str], int]) -> None:
    if not moved:
        return
    rows = [
        {"scope": scope, "facet": facet, "value": value, "label": labels[facet, value], "products": number}
        for (scope, facet, value), number in sorted(moved.items())
    ]
    row = upsert(_counts)
    changed = {"products": _counts.c.products + row.excluded.products, "label": row.excluded.label}
    session().execute(row.on_conflict_do_update(index_elements=["scope", "facet", "value"], set_=changed), rows)
    fewer = [{"_scope": scope, "_facet": facet, "_value": value} for (scope, facet, value), number in moved.items() if number < 0]
    if fewer:
        same = [_counts.c[name] == bindparam(f"_{name}") for name in ("scope", "facet", "value")]
        session().execute(delete(_counts).where(*same, _counts.c.products <= 0), fewer)


def _keep(table: Any, changes: Sequence[Change], rooms: Any) -> None:
    more: Counter[str] = Counter()
    for before, after in changes:
        more.update(rooms(after) if after and after.listed else ())
        more.subtract(rooms(before) if before and before.listed else ())
    moved = [{"_id": room, "_more": number} for room, number in sorted(more.items()) if number]
    if moved:
        mine = update(table).where(table.c.id == bindparam("_id"))
        session().execute(
            mine.values(product_count=table.c.product_count + bindparam("_more"), updated_at=table.c.updated_at), moved
        )


def _index(changes: Sequence[Change]) -> None:
    gone = [before.id for before, after in changes if before and before.listed and not (after and after.listed)]
    found = [
        after.entry
        for before, after in changes
        if after and after.listed and not (before and before.listed and before.entry == after.entry)
    ]
    if gone:
        adapters.search().remove(gone)
    if found:
        adapters.search().put(found)
