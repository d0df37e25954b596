"""Which way leads to what is wanted; see statements.py for the ways.

Walking a list of n products until `reach` of the m that match are found costs about n·reach/m steps; gathering those that meet
one condition, m' of them, about m'. Nobody knows m, but it is at most m': gathering is surely better once m'² ≤ n·reach. At that
point both cost √(n·reach), a few thousand steps for the first page of a million products.
"""

from math import sqrt

from storefront.domain.catalog import facets
from storefront.domain.catalog.listings import Sort
from storefront.domain.catalog.queries.numbers import Numbers, numbers_of
from storefront.domain.catalog.queries.state import State
from storefront.domain.catalog.queries.wanted import Term, Wanted


def way_to_page(wanted: Wanted, sort: Sort, now: State, reach: int) -> tuple[str, bool]:
    """The condition that leads to the first `reach` in this order, '' to walk, and whether its own index is followed."""
    # One category's products have an index in this order; those of several together have none.
    has_index = wanted.category is not None and not wanted.rooms and sort is not Sort.POPULAR
    if not wanted.listed or not wanted.terms() or (wanted.is_scope and has_index):
        return "", False
    numbers = numbers_of(wanted, now)
    base = numbers["category"] if has_index else now.products
    walked = {facets.CATEGORY} if has_index else set()
    walked |= {facets.RATING} if sort is Sort.RATING else set()
    if sort in (Sort.PRICE_ASC, Sort.PRICE_DESC):
        walked.add(facets.PRICE)
    leads = [term for term in wanted.terms() if term.lead and term.facet not in walked]
    followed = _rarest([term for term in leads if term.follows], numbers) if sort is Sort.NEWEST else None
    if followed and numbers[followed.lead] <= base:
        return followed.lead, True
    return _gathered(leads, numbers, base, reach), False


def way_to_matches(wanted: Wanted, now: State, reach: int) -> str:
    """The condition that leads to any `reach` that match, or '' to walk."""
    terms = [term for term in wanted.terms() if term.lead]
    if not wanted.listed or not terms:
        return ""
    numbers = numbers_of(wanted, now)
    if wanted.rooms:
        return _gathered(terms, numbers, now.products, reach)
    leads = [term for term in terms if term.facet != facets.CATEGORY]
    return _gathered(leads, numbers, numbers.get("category", now.products), reach)


def _gathered(leads: list[Term], numbers: Numbers, base: int, reach: int) -> str:
    rarest = _rarest(leads, numbers)
    return rarest.lead if rarest and numbers[rarest.lead] <= sqrt(base * reach) else ""


def _rarest(terms: list[Term], numbers: Numbers) -> Term | None:
    return min(terms, key=lambda term: numbers[term.lead], default=None)
