"""What can be said of categories, tags and variants."""

from typing import Literal

from pydantic import Field

from storefront.core.forms import Form, maybe, text
from storefront.domain.catalog.forms.fields import Address, Alt, CategoryName, GstRate, Order, Slug, TagName, hundredths


class CategoryForm(Form):
    name: CategoryName
    slug: Slug | None = None
    description: str = Field(default="", max_length=5000)
    image: Address | None = None
    alt: Alt = ""
    parent_category: str | None = maybe(80)
    """Id, slug or name."""
    sort_order: Order = 0
    is_active: bool = True
    meta_title: str = Field(default="", max_length=200)
    meta_description: str = Field(default="", max_length=400)
    gst_rate: GstRate | None = None
    """Percent; None: as the terms of trade say."""

    @property
    def gst_hundredths(self) -> int | None:
        return hundredths(self.gst_rate)


class TagForm(Form):
    name: TagName
    color: str = Field(default="#9a7232", pattern="^#[0-9a-fA-F]{6}$")
    is_active: bool = True
    sort_order: Order = 0


class VariantForm(Form):
    type: Literal["size", "metal", "stone"]
    value: str = text(80)
    is_active: bool = True
    sort_order: Order = 0
