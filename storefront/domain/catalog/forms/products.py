"""What can be said of a product. Prices come in rupees."""

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, field_validator

from storefront.core.forms import Form, Rupees, maybe, no_controls, text
from storefront.core.money import paise
from storefront.domain.catalog.forms.fields import (
    Address,
    Alt,
    CategoryName,
    Count,
    GstRate,
    Order,
    Slug,
    TagName,
    Words,
    hundredths,
)


def _facts(given: Any, lists: bool = False) -> Any:
    """Whatever keys there are, their values words, numbers or yes and no, with `lists` also lists of words; null is left out."""
    if not isinstance(given, dict):
        raise ValueError("This must be an object with named fields.")  # noqa: TRY004  pydantic wants a ValueError
    if len(given) > 50:
        raise ValueError("This may have at most 50 entries.")
    kept = {no_controls(str(key)).strip(): _fact(value, lists) for key, value in given.items()}
    if any(not 0 < len(key) <= 60 for key in kept):
        raise ValueError("Each name needs 1 to 60 characters.")
    return {key: value for key, value in kept.items() if value is not None}


def _fact(value: Any, lists: bool) -> Any:
    if isinstance(value, str):
        value = no_controls(value).strip()
        if len(value) > 1000:
            raise ValueError("Each value may have at most 1000 characters.")
        return value
    if value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 1e15):
        return value
    if lists and isinstance(value, list) and len(value) <= 60 and all(_is_word(one) for one in value):
        return [no_controls(str(one)).strip() for one in value]
    kinds = "words, numbers, yes and no, or lists of words" if lists else "words, numbers, or yes and no"
    raise ValueError(f"Each value must be one of these: {kinds}.")


def _is_word(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and 0 < len(str(value).strip()) <= 80


Facts = Annotated[dict[str, Any], BeforeValidator(_facts)]
Variants = Annotated[dict[str, Any], BeforeValidator(partial(_facts, lists=True))]
ProductId = Annotated[str, StringConstraints(pattern="^[0-9a-f]{24}$")]
Tags = Annotated[list[TagName], Field(max_length=30)]


class ProductChanges(Form):
    """What is to change of a product: only what was sent. Counters, rating and reviews cannot be."""

    name: str = Field(default="", min_length=1, max_length=160)
    slug: Slug | None = None
    sku: str | None = maybe(60)
    category: CategoryName = ""
    description: str = Field(default="", max_length=20_000)
    price: Rupees = Decimal(0)
    compare_price: Rupees | None = None
    images: Annotated[list[Address], Field(max_length=20, default_factory=list)]
    alts: Annotated[list[Alt], Field(max_length=20, default_factory=list)]
    """What each picture shows, in the same order; without it what it was said to show before, or the product's name."""
    preorder_available: bool = False
    in_stock: bool = True
    specifications: Facts = Field(default_factory=dict)
    variants: Variants = Field(default_factory=dict)
    dimensions: Facts = Field(default_factory=dict)
    weight_grams: Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=3)] | None = None
    gst_rate: GstRate | None = None
    """Percent; None: as its category says."""
    featured: bool = False
    visibility: bool = True
    sort_order: Order = 0
    tags: Tags = Field(default_factory=list)
    no_of_products: Count | None = None
    """Pieces that can be sold; None: made to order, not counted."""
    stock_alert: Count = 5
    seo_keywords: Words
    related_products: Annotated[list[ProductId], Field(max_length=12, default_factory=list)]
    meta_title: str = Field(default="", max_length=200)
    meta_description: str = Field(default="", max_length=400)
    updated_at: datetime | None = None
    """As the client read it: a product whose stock has moved since keeps its stock."""

    @field_validator("updated_at", mode="before")
    @classmethod
    def _any_time(cls, value: Any) -> Any:
        # It only guards the stock; a client that sends something odd here has not read the product from us.
        try:
            return datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None

    def sent(self, name: str) -> bool:
        """Whether the client said anything on this field."""
        return name in self.model_fields_set

    @property
    def price_paise(self) -> int:
        return paise(self.price)

    @property
    def compare_paise(self) -> int | None:
        return paise(self.compare_price) if self.compare_price else None

    @property
    def weight_mg(self) -> int | None:
        return None if self.weight_grams is None else int(self.weight_grams * 1000)

    @property
    def gst_hundredths(self) -> int | None:
        return hundredths(self.gst_rate)


class ProductForm(ProductChanges):
    """A new product: a name, a category and a price at least."""

    name: str = text(160)
    category: CategoryName
    price: Rupees


class TagsForm(Form):
    """All the tags that a product shall have."""

    tags: Tags


class TagsUpdate(TagsForm):
    """The tags of one product among several."""

    product_id: str = text(80)


class TagsBulkForm(Form):
    """The tags of several products."""

    updates: Annotated[list[TagsUpdate], Field(max_length=1000)]


class VisibilityForm(Form):
    """Whether shoppers see a product."""

    visible: bool


class ChoiceForm(Form):
    """Some products, or all of them if none is named."""

    product_ids: Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=1000, default_factory=list)]
