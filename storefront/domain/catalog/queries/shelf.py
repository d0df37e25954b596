"""A few pieces for a first page."""

from dataclasses import replace

from storefront.domain.accounts import Preferences
from storefront.domain.catalog.listings import ListingQuery
from storefront.domain.catalog.queries.cards import cards_of
from storefront.domain.catalog.queries.finding import find
from storefront.domain.catalog.queries.preferred import preferred
from storefront.domain.catalog.shapes import Card

POOL = 24
"""So many of a list, from its beginning, are equal enough to stand on its shelf."""


def shelf(query: ListingQuery, preferences: Preferences) -> tuple[Card, ...]:
    """The first `query.size` of a list; of its first POOL those that meet the preferences come first."""
    if not preferences:
        return tuple(cards_of(find(query).refs))
    refs = {ref.id: ref for ref in find(replace(query, size=POOL)).refs}
    ordered = preferred(list(refs), [len(refs)], preferences)
    return tuple(cards_of([refs[one] for one in ordered[: query.size]]))
