"""What can be asked of lists of products: the parameters of an address, the same on pages and in the API. Prices are rupees."""

from typing import Annotated

from pydantic import Field, StringConstraints

from storefront.core.forms import Form, Rupees, text
from storefront.core.money import paise
from storefront.core.paging import PagingForm
from storefront.domain.catalog.facets import STARS
from storefront.domain.catalog.forms.fields import Words
from storefront.domain.catalog.listings import ListingQuery, Sort


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
