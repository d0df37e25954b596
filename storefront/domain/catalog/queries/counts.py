"""How many there are: from the counts that the catalog keeps, and counted, within bounds, only where those do not say."""

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


def of_scope(now: State, scope: str) -> list[Tally]:
    """What is kept for the whole shop (''), a category or a tag."""
    return kept(now.version, f"facets:{scope}", list[Tally], lambda: _read(scope))


def total(wanted: Wanted, now: State) -> tuple[int, bool]:
    """How many match, and whether that is only the bound to which they were counted."""
    if wanted.is_scope:
        return (wanted.place.count if wanted.place else now.products), False
    terms = wanted.terms()
    if wanted.listed and all(term.exact for term in terms) and len(terms) <= 2:
        if len(terms) == 1:
            return _one("", terms[0]), False
        for scope, other in ((terms[0], terms[1]), (terms[1], terms[0])):
            if place := _place(wanted, scope):
                return _one(place, other), False
    found = kept(now.version, f"count:{wanted.key}", int, lambda: _count(wanted, now))
    return min(found, COUNTED), found > COUNTED


def by_value(wanted: Wanted, now: State) -> dict[tuple[str, str], int] | None:
    """How many of the products that match have each value, or None where that would cost too much to count."""
    if wanted.is_scope:
        return {(one.facet, one.value): one.products for one in of_scope(now, wanted.scope)}
    found = kept(now.version, f"values:{wanted.key}", list[tuple[str, str, int]] | None, lambda: _tallied(wanted, now))
    return None if found is None else {(facet, value): number for facet, value, number in found}


def tallied(ids: list[str]) -> list[tuple[str, str, int]]:
    """facet, value and number over these products."""
    rows = session().execute(statements.tally(_postgres()), {"ids": statements.ids_for(_postgres(), ids)})
    return [(facet, value, number) for facet, value, number in rows if value]


def _read(scope: str) -> list[Tally]:
    return [Tally(*row) for row in session().execute(_OF_SCOPE.where(_n.scope == scope))]


def _place(wanted: Wanted, term: Term) -> str | None:
    if term.facet == facets.CATEGORY and wanted.category:
        return wanted.category.id
    return next((tag.id for tag in wanted.tags if term.facet == facets.TAG and term.values == (tag.slug,)), None)


def _one(scope: str, term: Term) -> int:
    counted = (scope, term.facet, term.values[0])
    return kept_numbers([counted]).get(counted, 0)


def _count(wanted: Wanted, now: State) -> int:
    lead = way_to_matches(wanted, now, COUNTED)
    return int(session().execute(statements.count(wanted.shape(_postgres(), lead)), wanted.binds()).scalar_one())


def _tallied(wanted: Wanted, now: State) -> list[tuple[str, str, int]] | None:
    lead = way_to_matches(wanted, now, MATCHES)
    matching = statements.matches(wanted.shape(_postgres(), lead))
    ids = list(session().scalars(matching, {**wanted.binds(), "size": MATCHES + 1}))
    return None if len(ids) > MATCHES else tallied(ids)


def _postgres() -> bool:
    return dialect() == "postgresql"
