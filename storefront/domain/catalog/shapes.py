"""What the catalog tells of its products, categories and tags: plain data, the same for pages, API and mail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storefront.domain.media import Picture


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list. Nothing in it is personal, so that what is made of it may be kept under (id, version)."""

    id: str
    slug: str
    name: str
    detail: str
    """'18 kt yellow gold'; may be empty."""
    price: int
    """Paise."""
    compare_price: int | None
    """Paise before a reduction, or None."""
    badge: str | None
    """'New' or 'Made to order'. What is sold out says `in_stock`."""
    picture: Picture | None
    second: Picture | None
    in_stock: bool
    """Whether it can be bought: some are there, it is made to order, or it can be preordered."""
    version: int
    rating: int = 0
    """Hundredths: 450 is 4.5 of 5; 0 without reviews."""
    review_count: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A category or a tag by name and address."""

    id: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A room of the shop, or a tag, as menus show it."""

    id: str
    name: str
    slug: str
    picture: Picture | None
    description: str
    count: int
    """Listed products in it, and in what stands under it."""
    parent_id: str | None = None
    """The category under which it stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """The category or tag that a list stands in, with what the page's head says of it."""

    kind: Literal["category", "tag"]
    id: str
    name: str
    slug: str
    description: str
    picture: Picture | None
    meta_title: str
    meta_description: str
    count: int
    """Listed products in it, and in what stands under it."""
    parent: Link | None = None
    within: tuple[Link, ...] = ()
    """Categories that stand under it, at any depth: their products are its own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a buyer chooses of a product: its size, metal, stone or colour."""

    name: str
    """'size', 'metal', 'stone', 'color' or the variant's own key: the key in a line's `options`."""
    label: str
    """'Size', to stand above the values."""
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """Paise, GST included."""

    amount: int
    compare: int | None
    """Before a reduction; always more than `amount`, else None."""


@dataclass(frozen=True, slots=True)
class ProductPage:
    """All that a product's page shows but its stock, which `queries.stock_line` reads live."""

    id: str
    version: int
    slug: str
    name: str
    sku: str | None
    category: Link
    above: Link | None
    """The active category under which its own stands."""
    detail: str
    description: str
    price: int
    compare_price: int | None
    badge: str | None
    in_stock: bool
    """As on its card: whether it can be bought."""
    preorder_available: bool
    pictures: tuple[Picture, ...]
    facts: tuple[tuple[str, str], ...]
    """Specifications as (label, words)."""
    choices: tuple[Choice, ...]
    variants: dict[str, Any]
    tags: tuple[Link, ...]
    rating: int
    """Hundredths: 450 is 4.5 of 5; 0 without reviews."""
    review_count: int
    weight_mg: int | None
    """Milligrams."""
    dimensions: dict[str, Any]
    seo_keywords: tuple[str, ...]
    meta_title: str
    meta_description: str
    visibility: bool
    listed: bool
    """False: only admins see this page."""
    created_at: datetime
    updated_at: datetime
    related: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """The product lives at another address now."""

    slug: str


@dataclass(frozen=True, slots=True)
class StockLine:
    """Whether a piece can be had just now."""

    kind: Literal["in", "low", "order", "out"]
    """As the component `stock` takes it: in stock, the last pieces, made to order (or preorder), sold out."""
    left: int | None
    """How many can be sold, without what is held; None where it is not counted."""

    @property
    def can_buy(self) -> bool:
        return self.kind != "out"

    @property
    def most(self) -> int:
        """The largest quantity that a line of the bag may have."""
        return self.left if self.left and self.kind in ("in", "low") else 99 if self.can_buy else 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody who types may be looking for."""

    query: str
    """Words to search for: the product's, category's or tag's name."""
    type: Literal["product", "category", "tag"]
    count: int
    slug: str
    picture: Picture | None
