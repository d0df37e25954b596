"""The numbers that the catalog keeps, by scope, facet and value."""

from sqlalchemy import select, tuple_

from storefront.core.db import session
from storefront.domain.catalog.models import FacetCount
from storefront.domain.catalog.queries.state import State, kept
from storefront.domain.catalog.queries.wanted import Term, Wanted

_n = FacetCount.__table__.c
_NUMBERS = select(_n.scope, _n.facet, _n.value, _n.products)

Numbers = dict[str, int]
"""How many listed products of the whole shop meet each term, by its lead."""


def numbers_of(wanted: Wanted, now: State) -> Numbers:
    """How many meet each condition by itself, for choosing the way to them."""
    if wanted.is_scope and wanted.place:
        return {wanted.terms()[0].lead: wanted.place.count}
    return kept(now.version, f"numbers:{wanted.key}", Numbers, lambda: _numbers(wanted.terms()))


def _numbers(terms: list[Term]) -> Numbers:
    counted = kept_numbers([("", term.facet, value) for term in terms for value in term.values])
    return {
        term.lead: round(sum(counted.get(("", term.facet, value), 0) * share for value, share in term.shares)) for term in terms
    }


def kept_numbers(wanted: list[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    """Products by (scope, facet, value); those without a product are missing."""
    rows = session().execute(_NUMBERS.where(tuple_(_n.scope, _n.facet, _n.value).in_(wanted)))
    return {(scope, facet, value): products for scope, facet, value, products in rows}
