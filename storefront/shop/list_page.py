"""What the pages of a category, a tag, the whole shop and a search share: a list with its ways to narrow, order and go on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, make_response, render_template, url_for
from markupsafe import Markup

from storefront.core.paging import DEEPEST
from storefront.core.wording import capital
from storefront.domain.catalog import Card, FacetGroup, Listing, ListingQuery, Option, Range, Sort
from storefront.web import htmx
from storefront.web.shared_pages import shared_part

SORTS = (
    (Sort.FEATURED, "Featured"),
    (Sort.NEWEST, "Newest"),
    (Sort.PRICE_ASC, "Price, low to high"),
    (Sort.PRICE_DESC, "Price, high to low"),
    (Sort.POPULAR, "Most chosen"),
    (Sort.RATING, "Best rated"),
    (Sort.NAME, "Name"),
)


@dataclass(frozen=True)
class Way:
    """Somewhere to go from a list: what it is called there and its address."""

    label: str
    url: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Group:
    """A facet as the component `facets` takes it: boxes, a range, or links."""

    name: str
    label: str
    options: Sequence[Option] = ()
    range: Range | None = None
    links: Sequence[Way] = ()
    takes_one: bool = False
    """Whether choosing one lets go of another."""


@dataclass(frozen=True)
class ListPage:
    """A list at an address."""

    listing: Listing
    path: str
    own: tuple[tuple[str, str], ...] = ()
    """Conditions that the path itself says, so that no query repeats them."""
    sorts: tuple[tuple[str, str], ...] = SORTS
    """The first is meant where the address says none."""

    @property
    def cards(self) -> tuple[Card, ...]:
        return self.listing.cards

    @property
    def total(self) -> int:
        return self.listing.total

    @property
    def query(self) -> ListingQuery:
        return self.listing.query

    def address(self, query: ListingQuery | None = None) -> str:
        """Where this question is answered, its page included."""
        asked = query or self.query
        own = {*self.own, ("sort", self.sorts[0][0])}
        pairs = [pair for pair in asked.pairs(page=True) if pair not in own]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    @cached_property
    def chosen(self) -> list[Way]:
        """The conditions in force, each with the address of the list without it."""
        here = self.listing.place
        is_within = here is not None and here.kind == "category" and ("category", self.query.category) not in self.own
        ways = [Way(here.name, self.address(self.query.without("category")))] if here and is_within else []
        return ways + [
            Way(capital(one.label), self.address(self.query.without(one.name, one.value)))
            for one in self.listing.chosen
            if (one.name, one.value) not in self.own
        ]

    @property
    def clear_url(self) -> str:
        kept = dict(self.own)
        tags = (kept["tags"],) if "tags" in kept else ()
        return self.address(ListingQuery(category=kept.get("category", ""), tags=tags, q=self.query.q, sort=self.query.sort))

    @cached_property
    def groups(self) -> list[Group]:
        made = [self._group(group) for group in self.listing.groups]
        return [group for group in made if group.options or group.range or group.links]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the form of the facets must carry along, having no field for it."""
        fields = {group.name for group in self.groups if not group.links} | {"price_min", "price_max", "sort"}
        return [pair for pair in self.query.pairs() if pair[0] not in fields and pair not in self.own]

    @property
    def filters(self) -> Markup:
        """The form of the facets. Of a place that is shown whole it is the same on each page and in each order: made once."""
        if self.query.is_filtered or self.chosen:
            return self._made_filters()
        return shared_part((self.path, self.listing.version, bool(self.groups)), self._made_filters)

    @property
    def more_url(self) -> str | None:
        """The next page, or None at the end."""
        here = self.query
        goes_on = bool(self.cards) and self.listing.shown < self.total and (here.page + 1) * here.size <= DEEPEST
        return self.address(replace(here, page=here.page + 1)) if goes_on else None

    @property
    def more(self) -> int:
        return min(self.query.size, self.total - self.listing.shown)

    @property
    def earlier_url(self) -> str | None:
        """The page before, or None on the first."""
        here = self.query
        return self.address(replace(here, page=here.page - 1)) if here.page > 1 else None

    def _made_filters(self) -> Markup:
        component: Any = current_app.jinja_env.get_template("components/facets.html").module
        return Markup(component.facets(self.groups, self.path, self.total, self.carried))  # noqa: S704  already markup

    def _group(self, group: FacetGroup) -> Group:
        if group.name == "category":
            return Group(group.name, group.label, links=[self._room(option) for option in group.options if option.count])
        options = [option for option in group.options if (group.name, option.value) not in self.own]
        return Group(group.name, group.label, options, group.range, takes_one=group.name == "rating")

    def _room(self, option: Option) -> Way:
        narrowed = replace(self.query, category=option.value, page=1)
        if self.query.q:
            return Way(option.label, self.address(narrowed), option.count, option.chosen)
        # A category has a page of its own, which keeps the other conditions.
        own = ListPage(self.listing, url_for("shop.listing.category", slug=option.value), (("category", option.value),))
        return Way(option.label, own.address(narrowed), option.count)


def answer(template: str, page: ListPage, **named: object) -> Response:
    """The page; HTMX gets its parts, and the address without what the form left empty."""
    if not htmx.wanted():
        return make_response(render_template(template, page=page, **named))
    response = make_response(render_template("shop/listing/_parts.html", page=page, **named))
    return htmx.push(response, page.address())
