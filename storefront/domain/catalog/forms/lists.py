"""What can be asked of lists of products: the parameters of an address, the same on pages and in the API. Prices are rupees."""

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from storefront.core.forms import Form, Rupees, text
from storefront.core.money import paise
from storefront.domain.catalog.facets import STARS
from storefront.domain.catalog.forms.fields import Words
from storefront.domain.catalog.listings import DEEPEST, ListingQuery, Sort

MOST = 1_000
"""A list that is asked for without a page is cut here."""
PAGE = 20
"""Entries of a page whose `limit` is not given."""


class PagingForm(Form):
    """How much of a list: all of it up to MOST, or a page; or from where a cursor points."""

    limit: Annotated[int, Field(ge=1, le=100)] | None = None
    page: Annotated[int, Field(ge=1)] | None = None
    after: str = Field(default="", max_length=300)

    @field_validator("page")
    @classmethod
    def _within_reach(cls, page: int | None, others: ValidationInfo) -> int | None:
        if page and page * (others.data.get("limit") or PAGE) > DEEPEST:
            raise ValueError(f"Pages reach {DEEPEST:,} entries deep; from there the Link header's cursor goes on.")
        return page

    @property
    def number(self) -> int:
        return self.page or 1

    @property
    def is_paged(self) -> bool:
        return self.page is not None or self.limit is not None or bool(self.after)

    @property
    def size(self) -> int:
        return self.limit or PAGE if self.is_paged else MOST


class ListingForm(PagingForm):
    """Which products."""

    category: str = Field(default="", max_length=80)
    price_min: Rupees | None = Field(default=None, alias="price_min")
    price_max: Rupees | None = Field(default=None, alias="price_max")
    price: Annotated[str, StringConstraints(pattern=r"^\d{1,9}-\d{0,9}$")] | None = None
    """A band: '10000-25000' or '250000-'."""
    tags: Words
    metal: Words
    stone: Words
    sizes: Annotated[Words, Field(alias="size")]
    rating: Annotated[int, Field(ge=min(STARS), le=max(STARS))] | None = None
    """Stars on average, at least."""
    in_stock: bool = Field(default=False, alias="in_stock")
    featured: bool = False
    q: str = Field(default="", max_length=200)
    sort: Sort | None = None

    @property
    def asked(self) -> ListingQuery:
        low, high = _band(self.price) if self.price else (None, None)
        return ListingQuery(
            category=self.category,
            tags=tuple(self.tags),
            q=self.q,
            price_min=low if self.price_min is None else paise(self.price_min),
            price_max=high if self.price_max is None else paise(self.price_max),
            metals=tuple(self.metal),
            stones=tuple(self.stone),
            sizes=tuple(self.sizes),
            rating=self.rating or 0,
            in_stock=self.in_stock,
            featured=self.featured,
            sort=self.sort,
            page=self.number,
            size=self.size,
            after=self.after,
        )


class SearchForm(ListingForm):
    """Which products, by words that must be given."""

    q: str = text(200)


class SuggestionsForm(Form):
    q: str = text(200)


def _band(text: str) -> tuple[int, int | None]:
    low, _, high = text.partition("-")
    return int(low) * 100, int(high) * 100 - 1 if high else None
