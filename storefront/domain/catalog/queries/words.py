"""The facet words of what a search has found. A search of a large shop counts hundreds of hits, mostly the ones of the searches
before it: their words stay in the process while the catalog stands still."""

from sys import intern
from typing import NamedTuple

from storefront.core.db import dialect, session
from storefront.core.recent import Recent
from storefront.domain.catalog.queries import statements

MOST = 50_000
"""Products whose words are kept: some ten megabytes."""


class _Kept(NamedTuple):
    version: int
    words: Recent[str, str]


_kept = _Kept(-1, Recent(MOST))


def words_of(ids: list[str], version: int) -> list[str]:
    """For each of these products that is there, its facet words at this version of the catalog; at most one statement."""
    kept = _at(version)
    found = {one: kept.get(one) for one in ids}
    if missing := [one for one, words in found.items() if words is None]:
        for one, words in _read(missing).items():
            found[one] = words
            kept.put(one, words)
    return [words for words in found.values() if words is not None]


def _at(version: int) -> Recent[str, str]:
    global _kept
    held = _kept
    if held.version != version:
        _kept = held = _Kept(version, Recent(MOST))
    return held.words


def _read(ids: list[str]) -> dict[str, str]:
    postgres = dialect() == "postgresql"
    rows = session().execute(statements.words_of(postgres), {"ids": statements.ids_for(postgres, ids)})
    # Many products have the same words.
    return {row[0]: intern(row[1]) for row in rows}
