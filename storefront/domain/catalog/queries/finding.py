"""Which products a question finds, in which order: their ids and versions. What is shown of them is read elsewhere."""

from dataclasses import dataclass
from typing import Any

from storefront.adapters.search.base import CANDIDATES, Hits
from storefront.core.db import dialect, session
from storefront.domain.accounts import Person, Preferences
from storefront.domain.catalog.listings import ListingQuery, Sort
from storefront.domain.catalog.queries import counts, cursor, statements
from storefront.domain.catalog.queries.cards import Ref, refs_of
from storefront.domain.catalog.queries.hits import hits_of, narrowed
from storefront.domain.catalog.queries.preferred import preferred
from storefront.domain.catalog.queries.state import State, state
from storefront.domain.catalog.queries.wanted import Wanted, resolve
from storefront.domain.catalog.queries.ways import way_to_page
from storefront.domain.catalog.shapes import Place


@dataclass(frozen=True)
class Found:
    """One page of what a question finds."""

    refs: list[Ref]
    total: int
    is_bounded: bool
    """True: there are more than `total`, and they were not counted further."""
    after: str
    """Cursor of the next page, or empty."""
    understood: str
    place: Place | None
    now: State
    wanted: Wanted | None
    """None if it names a category or tag that is not there."""
    hits: Hits | None = None
    """With a search: what its words find, whatever else is asked."""


def find(
    query: ListingQuery, person: Person | None = None, *, with_facets: bool = False, preferences: Preferences | None = None
) -> Found:
    """What `query` finds for this person: admins also see what is hidden. Invalid for a cursor of another list.

    `with_facets`: what matches will be counted by its facets anyhow, so it may as well be counted that way. `preferences`, if
    not given the person's own: of what a search finds equally good, that which meets them comes first.
    """
    keys = cursor.read(query.after, query.sort or Sort.NEWEST) if query.after else []
    now = state()
    wanted = resolve(query, person, now)
    if wanted is None:
        return Found([], 0, False, "", query.q, None, now, None)
    if preferences is None:
        preferences = person.preferences if person else Preferences()
    if query.q:
        return _searched(query, wanted, now, preferences, with_facets)
    return _listed(query, keys, wanted, now, with_facets)


def _listed(query: ListingQuery, keys: list[Any], wanted: Wanted, now: State, with_facets: bool) -> Found:
    sort = query.sort or Sort.NEWEST
    lead, follow = way_to_page(wanted, sort, now, query.page * query.size)
    statement = statements.page(wanted.shape(_postgres(), lead), sort, bool(keys), follow)
    skip = 0 if keys else (query.page - 1) * query.size
    after = {f"key{at}": value for at, value in enumerate(keys)}
    binds = {**wanted.binds(), **after, "size": query.size + 1, "skip": skip}
    rows = session().execute(statement, binds).all()
    total, is_bounded = counts.total(wanted, now, with_facets=with_facets)
    shown = rows[: query.size]
    return Found(
        refs=[Ref(row[0], row[1]) for row in shown],
        total=total,
        is_bounded=is_bounded,
        after=cursor.make(sort, [*shown[-1][2:], shown[-1][0]]) if len(rows) > len(shown) else "",
        understood="",
        place=wanted.place,
        now=now,
        wanted=wanted,
    )


def _searched(query: ListingQuery, wanted: Wanted, now: State, preferences: Preferences, with_facets: bool) -> Found:
    whole = hits_of(query.q, now, with_counts=with_facets)
    hits = narrowed(whole, wanted, now, with_counts=with_facets)
    ids = hits.ids if query.sort else preferred(hits.ids, hits.equals, preferences)
    first = (query.page - 1) * query.size
    total, is_bounded, refs = hits.total, hits.total >= CANDIDATES, None
    if query.sort or not wanted.is_told_by_labels:
        refs = _ranked(query.sort, wanted, ids)
        total = len(refs)
    shown = refs_of(ids[first : first + query.size]) if refs is None else refs[first : first + query.size]
    return Found(
        refs=shown,
        total=total,
        is_bounded=is_bounded,
        after="",
        understood=whole.understood,
        place=wanted.place,
        now=now,
        wanted=wanted,
        hits=whole,
    )


def _ranked(sort: Sort | None, wanted: Wanted, ids: list[str]) -> list[Ref]:
    """Those of the search's candidates that also meet the other conditions, in the order that was asked for."""
    if not ids:
        return []
    shape = wanted.shape(_postgres(), among=True)
    binds: dict[str, Any] = {**wanted.binds(), "ids": statements.ids_for(_postgres(), ids)}
    if sort is None:
        found = {row.id: Ref(*row) for row in session().execute(statements.candidates(shape), binds)}
        return [found[one] for one in ids if one in found]
    statement = statements.page(shape, sort, after=False, follow=False)
    return [Ref(row[0], row[1]) for row in session().execute(statement, {**binds, "size": CANDIDATES, "skip": 0})]


def _postgres() -> bool:
    return dialect() == "postgresql"
