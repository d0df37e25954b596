"""A list as a page shows it: cards, totals, and the facets by which it can be narrowed."""

import re

from storefront.core.money import lakh
from storefront.core.text import slug
from storefront.domain.accounts import Person, Preferences
from storefront.domain.catalog import facets
from storefront.domain.catalog.listings import Chosen, FacetGroup, Listing, ListingQuery, Option, Range
from storefront.domain.catalog.queries import counts
from storefront.domain.catalog.queries.cards import cards_of
from storefront.domain.catalog.queries.counts import Matching, Tally
from storefront.domain.catalog.queries.finding import Found, find
from storefront.domain.catalog.queries.hits import matching_hits
from storefront.domain.catalog.queries.wanted import Wanted

_MOST = 12
"""Options of a group; what is chosen comes besides."""

_PARAMETERS = {facets.TAG: "tags", facets.STOCK: "in_stock"}
_LABELS = {
    facets.CATEGORY: "Category",
    facets.PRICE: "Price",
    facets.METAL: "Metal",
    facets.STONE: "Stone",
    facets.SIZE: "Size",
    facets.TAG: "Occasion",
    facets.RATING: "Rating",
    facets.STOCK: "Availability",
}


def listing(
    query: ListingQuery, person: Person | None = None, *, with_facets: bool = True, preferences: Preferences | None = None
) -> Listing:
    """One page of what `query` finds for this person, with facets unless they are not wanted; `preferences` as `find` has them.

    A category or tag that is not there finds nothing (`place` is None then). Invalid for a cursor of another list.
    """
    # All pages of a search share its hits, so the later ones, which show no facets, ask in the same way.
    found = find(query, person, with_facets=with_facets or bool(query.q), preferences=preferences)
    groups = _groups(query, found) if with_facets and found.wanted else ()
    return Listing(
        query=query,
        cards=tuple(cards_of(found.refs)),
        total=found.total,
        is_bounded=found.is_bounded,
        place=found.place,
        groups=groups,
        chosen=_chosen(query, found),
        after=found.after,
        understood=found.understood,
        version=found.now.version,
    )


def _groups(query: ListingQuery, found: Found) -> tuple[FacetGroup, ...]:
    wanted = found.wanted
    assert wanted is not None  # noqa: S101  for the type checker; the caller has looked
    scope = counts.of_scope(found.now, wanted.scope)
    matching = _matching(wanted, found)
    made = []
    for facet in _LABELS:
        chosen = _asked(facet, query, wanted)
        if facet == facets.SIZE and not wanted.category:
            continue
        # The other values of a group in which one is chosen tell what choosing them as well would add.
        counted = _matching(wanted.without(facet), found) if chosen and facet != facets.TAG else matching
        options = _options(facet, _within(wanted, scope) if facet == facets.CATEGORY else scope, counted, chosen)
        if options or chosen:
            made.append(FacetGroup(_PARAMETERS.get(facet, facet), _LABELS[facet], options, _range(facet, query, scope)))
    return tuple(made)


def _within(wanted: Wanted, scope: list[Tally]) -> list[Tally]:
    """In a category only those that stand under it: it is itself among what is counted in it, and so is what is above."""
    if wanted.category is None:
        return scope
    under = {room.slug for room in wanted.category.within}
    return [one for one in scope if one.value in under]


def _matching(wanted: Wanted, found: Found) -> Matching | None:
    if found.hits is None:
        return counts.matching(wanted, found.now)
    return matching_hits(wanted, found.hits, found.now)


def _options(facet: str, scope: list[Tally], counted: Matching | None, chosen: set[str]) -> tuple[Option, ...]:
    there = [one for one in scope if one.facet == facet]
    if facet == facets.PRICE:
        there.sort(key=lambda one: int(one.value.partition("-")[0]))
    elif facet == facets.RATING:
        there.sort(key=lambda one: one.value, reverse=True)
    elif facet == facets.SIZE:
        there.sort(key=lambda one: _natural(one.label))
    else:
        there = [one for at, one in enumerate(there) if at < _MOST or one.value in chosen]
    return tuple(
        Option(one.value, one.label, counted and counted.values.get(f"{facet}:{one.value}", 0), one.value in chosen)
        for one in there
    )


def _asked(facet: str, query: ListingQuery, wanted: Wanted) -> set[str]:
    if facet == facets.TAG:
        return {tag.slug for tag in wanted.tags}
    if facet == facets.STOCK:
        return {facets.YES} if query.in_stock else set()
    if facet == facets.RATING:
        return {str(query.rating)} if query.rating else set()
    if facet == facets.PRICE:
        return {f"{band.value}" for band in facets.BANDS if _is_band(query, band)} or ({""} if query.has_price else set())
    return set(dict(wanted.values).get(facet, ()))


def _is_band(query: ListingQuery, band: facets.Band) -> bool:
    return query.has_price and (query.price_min or 0) == band.low and query.price_max == band.high


def _range(facet: str, query: ListingQuery, scope: list[Tally]) -> Range | None:
    if facet != facets.PRICE:
        return None
    bands = [band for band in facets.BANDS if any((one.facet, one.value) == (facet, band.value) for one in scope)]
    return Range(
        low_name="price_min",
        high_name="price_max",
        low=None if query.price_min is None else query.price_min // 100,
        high=None if query.price_max is None else query.price_max // 100,
        floor=bands[0].low // 100 if bands else None,
        ceiling=(bands[-1].high + 1) // 100 if bands and bands[-1].high else None,
    )


def _chosen(query: ListingQuery, found: Found) -> tuple[Chosen, ...]:
    """Every condition in force but the place itself, in the words of the shop where it knows them."""
    labels = {(one.facet, one.value): one.label for one in counts.of_scope(found.now, "")} if query.is_filtered else {}
    made = []
    tags = found.wanted.tags if found.wanted else ()
    for given in query.tags:
        tag = next((tag for tag in tags if slug(given) in (tag.slug, slug(tag.name))), None)
        made += [Chosen("tags", given, tag.name)] if tag and tag != found.place else []
    if query.has_price:
        made.append(Chosen("price", "", _price_words(query)))
    for name, values in (("metal", query.metals), ("stone", query.stones), ("size", query.sizes)):
        made += [Chosen(name, value, _words(name, labels.get((name, slug(value)), value))) for value in values]
    if query.rating:
        made.append(Chosen("rating", str(query.rating), facets.stars(query.rating).label))
    if query.in_stock:
        made.append(Chosen("in_stock", facets.YES, "In stock"))
    return tuple(made)


def _words(name: str, label: str) -> str:
    return f"Size {label}" if name == "size" else label


def _price_words(query: ListingQuery) -> str:
    low, high = query.price_min, query.price_max
    if high is None:
        return f"{lakh(low or 0)} and over"
    # A band ends a paisa below its upper bound, which is what people call it.
    top = lakh(high + 1 if high % 100 == 99 else high)
    return f"{lakh(low)} to {top}" if low else f"Up to {top}"


def _natural(label: str) -> tuple[float, str]:
    number = re.match(r"\d+(?:\.\d+)?", label)
    return (float(number[0]) if number else float("inf"), label)
