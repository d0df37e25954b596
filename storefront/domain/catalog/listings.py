"""A list of products: what is asked (`ListingQuery`) and what comes back (`Listing`)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from storefront.core.money import rupees
from storefront.domain.catalog.shapes import Card, Place

COUNTED = 10_000
"""Matches are counted up to here where no maintained count says how many there are."""


class Sort(StrEnum):
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    RATING = "rating"
    POPULAR = "popular"
    NAME = "name"
    FEATURED = "featured"


@dataclass(frozen=True)
class ListingQuery:
    """What somebody wants to see. All conditions must hold; of several metals, stones or sizes one is enough."""

    category: str = ""
    """Name or slug; case and hyphens do not count."""
    tags: tuple[str, ...] = ()
    """Names or slugs; a product must have all of them."""
    q: str = ""
    price_min: int | None = None
    """Paise, itself included; so is price_max."""
    price_max: int | None = None
    metals: tuple[str, ...] = ()
    stones: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    rating: int = 0
    """Stars on average, at least; 0: whatever there is."""
    in_stock: bool = False
    featured: bool = False
    sort: Sort | None = None
    """None: the best match first with `q`, else the newest."""
    page: int = 1
    size: int = 24
    after: str = ""
    """A cursor from `Listing.after` or `Listing.beyond`, instead of a page's number."""

    @property
    def is_filtered(self) -> bool:
        """Whether anything but a category or tags and the order is asked for."""
        narrowed = self.metals or self.stones or self.sizes or self.rating or self.in_stock or self.featured
        return bool(self.q or narrowed or self.has_price)

    @property
    def has_price(self) -> bool:
        return self.price_min is not None or self.price_max is not None

    def pairs(self, *, page: bool = False) -> list[tuple[str, str]]:
        """The parameters that lead here, for the address of a page; prices in rupees. The page's number only if asked for."""
        singles = (
            ("q", self.q),
            ("category", self.category),
            ("price_min", _amount(self.price_min)),
            ("price_max", _amount(self.price_max)),
            ("rating", str(self.rating or "")),
            ("in_stock", "1" if self.in_stock else ""),
            ("featured", "1" if self.featured else ""),
            ("sort", str(self.sort or "")),
            ("page", str(self.page) if page and self.page > 1 else ""),
        )
        several = (("tags", self.tags), ("metal", self.metals), ("stone", self.stones), ("size", self.sizes))
        return [pair for pair in singles if pair[1]] + [(name, value) for name, values in several for value in values]

    def without(self, name: str, value: str = "") -> "ListingQuery":
        """The same from its first page on, without this condition: `without("metal", "yellow-gold")`, `without("price")`."""
        if name == "price":
            return replace(self, price_min=None, price_max=None, page=1, after="")
        field = {"metal": "metals", "stone": "stones", "size": "sizes"}.get(name, name)
        kept = getattr(self, field)
        less: Any = tuple(one for one in kept if one != value) if isinstance(kept, tuple) else type(kept)()
        changes: dict[str, Any] = {field: less, "page": 1, "after": ""}
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Option:
    """A value to filter by. `count` is None where counting would have cost too much."""

    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of the price, in whole rupees, as a form shows them."""

    low_name: str
    high_name: str
    low: int | None
    """As asked for."""
    high: int | None
    floor: int | None
    """What there is in the place where the list stands: the lower bound of its first band and the upper of its last."""
    ceiling: int | None


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """Values of one kind: `name` is the parameter they are sent as."""

    name: str
    label: str
    options: tuple[Option, ...]
    range: Range | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A condition in force, to be shown with a way to drop it: `query.without(name, value)`."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Listing:
    """One page of a list."""

    query: ListingQuery
    cards: tuple[Card, ...]
    total: int
    """How many there are; with `is_bounded`, at least so many."""
    is_bounded: bool
    place: Place | None
    """The category, else the first tag, that the list stands in; None in the whole shop or where there is no such place."""
    groups: tuple[FacetGroup, ...]
    """Empty unless asked for."""
    chosen: tuple[Chosen, ...]
    after: str
    """Cursor of the next page, empty on the last one."""
    understood: str
    """The words that were searched for; differ from `query.q` where one without a hit was corrected."""
    version: int

    @property
    def shown(self) -> int:
        """Entries up to the end of this page."""
        return (self.query.page - 1) * self.query.size + len(self.cards)


def _amount(paise: int | None) -> str:
    return "" if paise is None else str(rupees(paise))
