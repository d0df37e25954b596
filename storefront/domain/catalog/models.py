"""What the shop sells, and the denormalised rows and counts that make its lists cheap to read."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, Stamped
from storefront.core.ids import new_id

# JSONB would forget the order of the keys, and specifications are shown in the order in which staff wrote them.
_Written = JSON(none_as_null=True)


class Category(Stamped, Model):
    """A room of the shop; every product stands in one."""

    __tablename__ = "categories"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    folded: Mapped[str] = mapped_column(String(80), unique=True)
    """The name for comparing: without regard to case, accents, hyphens."""
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(Text, default="")
    picture: Mapped[dict[str, Any] | None] = mapped_column(Json)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("categories.id"), index=True)
    sort_order: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    meta_title: Mapped[str] = mapped_column(String(200), default="")
    meta_description: Mapped[str] = mapped_column(String(400), default="")
    gst_rate: Mapped[int | None]
    """Hundredths of a percent, contained in the prices of its pieces; None: as the terms of trade say."""
    product_count: Mapped[int] = mapped_column(default=0)
    """Listed products, kept by each change of one."""


class Tag(Stamped, Model):
    """A word that products share: bestseller, bridal, new."""

    __tablename__ = "tags"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    folded: Mapped[str] = mapped_column(String(60), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    color: Mapped[str] = mapped_column(String(7), default="#9a7232")
    is_active: Mapped[bool] = mapped_column(default=True)
    sort_order: Mapped[int] = mapped_column(default=0)
    product_count: Mapped[int] = mapped_column(default=0)


class Variant(Stamped, Model):
    """A value that staff offer for choices: a size, a metal, a stone."""

    __tablename__ = "variants"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    type: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(80))
    is_active: Mapped[bool] = mapped_column(default=True)
    sort_order: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("type in ('size', 'metal', 'stone')", name="type"),
        Index("uq_variants_value", "type", "value", unique=True),
    )


class Product(Stamped, Model):
    """A piece, as it is shown and sold. Lists read this row alone: its pictures and tags stand in it, kept by each write."""

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(160))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    sku: Mapped[str | None] = mapped_column(String(60), index=True)
    category_id: Mapped[str] = mapped_column(ForeignKey("categories.id"))
    description: Mapped[str] = mapped_column(Text, default="")
    price: Mapped[int]
    """Paise, GST included. Ask `pricing.price_of`, which is where day rates will come in."""
    compare_price: Mapped[int | None]
    preorder_available: Mapped[bool] = mapped_column(default=False)
    in_stock: Mapped[bool] = mapped_column(default=True)
    """Whether there are any. Follows the stock where that is counted, else it is what staff set. A preorder sells without."""
    featured: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[bool] = mapped_column(default=True)
    deleted_at: Mapped[datetime | None]
    """In the bin since then."""
    listed: Mapped[bool] = mapped_column(default=True)
    """Visible, not in the bin, its category active: what shoppers may find. Kept by each write."""
    sort_order: Mapped[int] = mapped_column(default=0)
    specifications: Mapped[dict[str, Any]] = mapped_column(_Written, default=dict)
    variants: Mapped[dict[str, Any]] = mapped_column(_Written, default=dict)
    dimensions: Mapped[dict[str, Any]] = mapped_column(_Written, default=dict)
    weight_mg: Mapped[int | None]
    """Milligrams: prices will follow the weight, and grams are too coarse for gold."""
    gst_rate: Mapped[int | None]
    """Hundredths of a percent, contained in the price; None: as its category says."""
    seo_keywords: Mapped[list[str]] = mapped_column(Json, default=list)
    meta_title: Mapped[str] = mapped_column(String(200), default="")
    meta_description: Mapped[str] = mapped_column(String(400), default="")
    pictures: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    tags: Mapped[list[str]] = mapped_column(Json, default=list)
    """Names, in the order given."""
    related: Mapped[list[str]] = mapped_column(Json, default=list)
    """Ids of products that staff put beside it."""
    facet_words: Mapped[str] = mapped_column(Text, default="")
    """All it can be filtered by ('metal:platinum tag:bridal price:0-10000'): from these a filtered list counts its facets."""
    rating: Mapped[int] = mapped_column(default=0)
    """Average of the approved reviews in hundredths: 450 is 4.5 of 5."""
    review_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    """Moves with each change that a card or the product's page shows; what is cached of it carries it."""

    __table_args__ = (
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("compare_price > 0", name="compare_price"),
        CheckConstraint("rating between 0 and 500", name="rating"),
        Index("ix_products_newest", "listed", "id"),
        Index("ix_products_price", "listed", "price", "id"),
        Index("ix_products_name", "listed", "name", "id"),
        Index("ix_products_rating", "listed", "rating", "id"),
        Index("ix_products_featured", "listed", featured.desc(), sort_order, id.desc()),
        Index("ix_products_category_newest", "category_id", "listed", "id"),
        Index("ix_products_category_price", "category_id", "listed", "price", "id"),
        Index("ix_products_category_name", "category_id", "listed", "name", "id"),
        Index("ix_products_category_rating", "category_id", "listed", "rating", "id"),
        Index("ix_products_category_featured", "category_id", "listed", featured.desc(), sort_order, id.desc()),
    )


class ProductTag(Model):
    """Which product carries which tag, for looking up by tag."""

    __tablename__ = "product_tags"

    tag_id: Mapped[str] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True)


class ProductFacet(Model):
    """A product's metals, stones and sizes as values to filter by."""

    __tablename__ = "product_facets"

    facet: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(80), primary_key=True)
    """For comparing; the label stands beside it."""
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True)
    label: Mapped[str] = mapped_column(String(80))


class ProductPicture(Model):
    """Which product shows which of the shop's own pictures, to be told when the picture's sizes are there."""

    __tablename__ = "product_pictures"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True)


class FacetCount(Model):
    """How many listed products have a facet's value: in the whole shop (''), in a category or with a tag; kept, not counted."""

    __tablename__ = "facet_counts"

    scope: Mapped[str] = mapped_column(String(24), primary_key=True)
    facet: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(80), primary_key=True)
    label: Mapped[str] = mapped_column(String(80))
    products: Mapped[int] = mapped_column(default=0)


class ProductCounter(Model):
    """What changes with every visitor, apart from the row that lists read."""

    __tablename__ = "product_counters"

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    views: Mapped[int] = mapped_column(default=0)
    sales: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_product_counters_popular", "sales", "product_id"),)


class ProductBeside(Model):
    """What goes with a product, the best first: bought together with it, else near it in kind and price. The worker makes it."""

    __tablename__ = "product_beside"

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    other_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), index=True)


class FormerSlug(Model):
    """An address that a product or category used to have, so that it leads on."""

    __tablename__ = "former_slugs"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    target_id: Mapped[str] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(default=now)


class CatalogState(Model):
    """One row: the version under which everything that is the same for all visitors is cached."""

    __tablename__ = "catalog_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(default=1)
    products: Mapped[int] = mapped_column(default=0)
    """Listed products in the whole shop."""
    counted_by: Mapped[int] = mapped_column(default=1)
    """The rules by which facets and counts were made: see `services.repair.RULES`."""
