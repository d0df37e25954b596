"""What a search finds, whole and narrowed by conditions; the index looks through the whole shop for either."""

from collections import Counter
from hashlib import blake2b

from storefront import adapters
from storefront.adapters.search.base import Hits, Labels
from storefront.core.db import dialect, session
from storefront.domain.catalog.queries import statements
from storefront.domain.catalog.queries.counts import Matching
from storefront.domain.catalog.queries.state import State, kept
from storefront.domain.catalog.queries.wanted import Wanted


def hits_of(words: str, now: State, *, labels: Labels = (), with_counts: bool = False) -> Hits:
    """What the search index finds for these words and labels at this version of the catalog; with its counts if wanted."""
    asked = blake2b(repr((words, labels)).encode(), digest_size=16).hexdigest()
    name = f"{'counted' if with_counts else 'hits'}:{asked}"
    return kept(now.version, name, Hits, lambda: adapters.search().find(words, labels=labels, with_counts=with_counts))


def narrowed(whole: Hits, wanted: Wanted, now: State, *, with_counts: bool) -> Hits:
    """Of what a search finds, that which has the labels of these conditions."""
    if not wanted.labels:
        return whole
    return hits_of(whole.understood, now, labels=wanted.labels, with_counts=with_counts)


def matching_hits(wanted: Wanted, whole: Hits, now: State) -> Matching:
    """Of what a search finds, how many meet these conditions, and how many of them have each value."""
    hits = narrowed(whole, wanted, now, with_counts=True)
    if wanted.is_told_by_labels:
        return Matching(len(hits.ids), hits.counts)
    name = blake2b(whole.understood.encode(), digest_size=16).hexdigest()
    return kept(now.version, f"matching:{name}:{wanted.key}", Matching, lambda: _counted(wanted, hits.ids))


def _counted(wanted: Wanted, ids: list[str]) -> Matching:
    postgres = dialect() == "postgresql"
    binds = {**wanted.binds(), "ids": statements.ids_for(postgres, ids), "size": len(ids)}
    words = session().scalars(statements.words(wanted.shape(postgres, among=True)), binds).all()
    return Matching(len(words), dict(Counter(" ".join(words).split())))
