"""How many there are: from the numbers that the catalog keeps, and counted, within bounds, only where those do not say."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from storefront.core.db import dialect, session
from storefront.domain.catalog import facets
from storefront.domain.catalog.listings import COUNTED
from storefront.domain.catalog.models import FacetCount
from storefront.domain.catalog.queries import statements
from storefront.domain.catalog.queries.numbers import kept_numbers
from storefront.domain.catalog.queries.state import State, kept
from storefront.domain.catalog.queries.wanted import Term, Wanted
from storefront.domain.catalog.queries.ways import way_to_matches

MATCHES = 2_000
"""Facets of a filtered list are counted over at most so many products."""
_SHOWN = 300

_n = FacetCount.__table__.c
_OF_SCOPE = select(_n.facet, _n.value, _n.label, _n.products).order_by(_n.products.desc(), _n.label).limit(_SHOWN)


class Tally(NamedTuple):
    """A facet's value with its number of products; the most frequent stand first."""

    facet: str
    value: str
    label: str
    products: int


class Matching(NamedTuple):
    """All the products that match: how many, and how many of them have each value, by 'metal:platinum'."""

    total: int
    values: dict[str, int]


def of_scope(now: State, scope: str) -> list[Tally]:
    """What is kept for the whole shop (''), a category or a tag."""
    return kept(now.version, f"facets:{scope}", list[Tally], lambda: _of_scope(scope))


def total(wanted: Wanted, now: State, *, with_facets: bool) -> tuple[int, bool]:
    """How many match, and whether that is only the bound to which they were counted."""
    if wanted.is_scope:
        return (wanted.place.count if wanted.place else now.products), False
    known = _known(wanted)
    if known is not None:
        return known, False
    # For the facets all that match are looked at anyhow, unless they are too many.
    if with_facets and (found := matching(wanted, now)):
        return found.total, False
    counted = kept(now.version, f"count:{wanted.key}", int, lambda: _count(wanted, now))
    return min(counted, COUNTED), counted > COUNTED


def matching(wanted: Wanted, now: State) -> Matching | None:
    """What matches, or None if that is too much to count."""
    if wanted.is_scope:
        scope = of_scope(now, wanted.scope)
        return Matching(0, {f"{one.facet}:{one.value}": one.products for one in scope})
    return kept(now.version, f"matching:{wanted.key}", Matching | None, lambda: _matching(wanted, now))


def _of_scope(scope: str) -> list[Tally]:
    return [Tally(*row) for row in session().execute(_OF_SCOPE.where(_n.scope == scope)).all()]


def _known(wanted: Wanted) -> int | None:
    """One condition, or two of which one is a category or tag: that number is kept."""
    terms = wanted.terms()
    if not wanted.listed or len(terms) > 2 or not all(term.exact for term in terms):
        return None
    if len(terms) == 1:
        return _one("", terms[0])
    scopes = ((_scope(wanted, terms[0]), terms[1]), (_scope(wanted, terms[1]), terms[0]))
    return next((_one(scope, other) for scope, other in scopes if scope), None)


def _scope(wanted: Wanted, term: Term) -> str:
    if term.facet == facets.CATEGORY and wanted.category:
        return wanted.category.id
    return next((tag.id for tag in wanted.tags if term.facet == facets.TAG and term.values == (tag.slug,)), "")


def _one(scope: str, term: Term) -> int:
    counted = (scope, term.facet, term.values[0])
    return kept_numbers([counted]).get(counted, 0)


def _count(wanted: Wanted, now: State) -> int:
    lead = way_to_matches(wanted, now, COUNTED)
    return int(session().execute(statements.count(wanted.shape(_postgres(), lead)), wanted.binds()).scalar_one())


def _matching(wanted: Wanted, now: State) -> Matching | None:
    lead = way_to_matches(wanted, now, MATCHES)
    statement = statements.words(wanted.shape(_postgres(), lead))
    found = session().scalars(statement, {**wanted.binds(), "size": MATCHES + 1}).all()
    return None if len(found) > MATCHES else _tallied(found)


def _tallied(words: Sequence[str]) -> Matching:
    # In one breath: word by word it would take most of the time of a search.
    return Matching(len(words), dict(Counter(" ".join(words).split())))


def _postgres() -> bool:
    return dialect() == "postgresql"
