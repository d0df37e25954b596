"""A question whose names have been looked up: what the statements and the counts need to know of it."""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple

from storefront.core.text import slug
from storefront.domain.accounts import Person
from storefront.domain.catalog import facets
from storefront.domain.catalog.listings import ListingQuery
from storefront.domain.catalog.queries.navigation import place_of, tags_named
from storefront.domain.catalog.queries.state import State, kept
from storefront.domain.catalog.queries.statements import Shape
from storefront.domain.catalog.shapes import Place


class Term(NamedTuple):
    """A condition of which the catalog keeps how many products meet it."""

    lead: str
    """Its name in a Shape."""
    facet: str
    values: tuple[str, ...]
    exact: bool = True
    """Whether one value says it all."""
    follows: bool = False
    """Whether it has an index in the order of ids."""
    parts: tuple[float, ...] = ()
    """How much of each value it takes; without, the whole."""

    @property
    def shares(self) -> list[tuple[str, float]]:
        return list(zip(self.values, self.parts or (1.0,) * len(self.values), strict=True))


@dataclass(frozen=True)
class Wanted:
    listed: bool = True
    category: Place | None = None
    tags: tuple[Place, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Facet and values, of which one is enough."""
    price_min: int | None = None
    price_max: int | None = None
    rating: int = 0
    in_stock: bool = False
    featured: bool = False

    @property
    def place(self) -> Place | None:
        return self.category or (self.tags[0] if self.tags else None)

    @property
    def is_scope(self) -> bool:
        """Whether it asks for all listed products of the shop, a category or a tag."""
        places = (1 if self.category else 0) + len(self.tags)
        return self.listed and places < 2 and len(self.terms()) == places

    @property
    def rooms(self) -> bool:
        """Whether its category has others under it, whose products are its own."""
        return self.category is not None and bool(self.category.within)

    @property
    def scope(self) -> str:
        """Under which the catalog keeps what is counted within its place."""
        return self.place.id if self.place else ""

    @cached_property
    def key(self) -> str:
        """Short words that stand for the question."""
        places = (self.category.id if self.category else "", *sorted(tag.id for tag in self.tags))
        said = repr((self.listed, places, self.values, self.price_min, self.price_max, self.rating, self.in_stock, self.featured))
        return blake2b(said.encode(), digest_size=16).hexdigest()

    def terms(self) -> list[Term]:
        found = [Term("category", facets.CATEGORY, (self.category.slug,))] if self.category else []
        found += [Term(f"tag{at}", facets.TAG, (tag.slug,), follows=True) for at, tag in enumerate(self.tags)]
        found += [Term(facet, facet, values, len(values) == 1, len(values) == 1) for facet, values in self.values]
        found += [Term("rating", facets.RATING, (str(self.rating),))] if self.rating else []
        found += [Term("featured", facets.FEATURED, (facets.YES,))] if self.featured else []
        found += [Term("", facets.STOCK, (facets.YES,))] if self.in_stock else []
        return found + ([self._price()] if self.price_min is not None or self.price_max is not None else [])

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The same conditions as labels of the search index: of each group one. A price within a band asks for the whole band."""
        return tuple(tuple(f"{term.facet}:{value}" for value in term.values) for term in self.terms())

    @property
    def is_told_by_labels(self) -> bool:
        """Whether its labels find just what it asks for."""
        return all(term.exact for term in self.terms() if term.facet == facets.PRICE)

    def _price(self) -> Term:
        shares = facets.shares_of_bands(self.price_min, self.price_max)
        exact = len(shares) == 1 and self.price_max == shares[0][0].high and (self.price_min or 0) == shares[0][0].low
        values, parts = tuple(band.value for band, _ in shares), tuple(part for _, part in shares)
        return Term("price", facets.PRICE, values, exact, parts=parts)

    def shape(self, postgres: bool, lead: str = "", among: bool = False) -> Shape:
        return Shape(
            postgres=postgres,
            listed=self.listed,
            category=self.category is not None,
            rooms=self.rooms,
            tags=len(self.tags),
            facets=tuple(facet for facet, _ in self.values),
            low=self.price_min is not None,
            high=self.price_max is not None,
            rated=self.rating > 0,
            in_stock=self.in_stock,
            featured=self.featured,
            among=among,
            lead=lead,
        )

    def binds(self) -> dict[str, Any]:
        given: dict[str, Any] = {f"tag{at}": tag.id for at, tag in enumerate(self.tags)}
        given.update({f"{facet}_values": list(values) for facet, values in self.values})
        given.update(low=self.price_min, high=self.price_max, rating=self.rating * 100 or None)
        if self.category:
            within = [self.category.id, *(room.id for room in self.category.within)]
            given.update({"rooms": within} if self.rooms else {"category": self.category.id})
        return {name: value for name, value in given.items() if value is not None}

    def without(self, facet: str) -> "Wanted":
        """The same but for its condition of this kind."""
        if facet == facets.PRICE:
            return replace(self, price_min=None, price_max=None)
        if facet == facets.RATING:
            return replace(self, rating=0)
        if facet == facets.STOCK:
            return replace(self, in_stock=False)
        return replace(self, values=tuple(pair for pair in self.values if pair[0] != facet))


def resolve(query: ListingQuery, person: Person | None, now: State) -> Wanted | None:
    """The question with its category and tags found, or None if one of them is not there, so that nothing can match."""
    category = _place(query.category, now)
    tags = _tags(query.tags, now)
    if (query.category and category is None) or tags is None:
        return None
    given = ((facets.METAL, query.metals), (facets.STONE, query.stones), (facets.SIZE, query.sizes))
    return Wanted(
        listed=person is None or not person.is_admin,
        category=category,
        tags=tags,
        values=tuple((facet, tuple(sorted({slug(value) for value in values}))) for facet, values in given if values),
        price_min=query.price_min,
        price_max=query.price_max,
        rating=query.rating,
        in_stock=query.in_stock,
        featured=query.featured,
    )


def _place(name: str, now: State) -> Place | None:
    if not name:
        return None
    found: Place | None = kept(now.version, f"category:{name}", Place | None, lambda: place_of("category", name))
    return found


def _tags(names: tuple[str, ...], now: State) -> tuple[Place, ...] | None:
    if not names:
        return ()
    found = kept(now.version, f"tags:{'|'.join(names)}", list[Place], lambda: tags_named(names))
    by_name = {slug(word): tag for tag in found for word in (tag.name, tag.slug)}
    tags = [by_name.get(slug(name)) for name in names]
    return None if None in tags else tuple({tag.id: tag for tag in tags if tag}.values())
