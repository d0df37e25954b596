"""Changing the catalog. Every change keeps rows, counts, index and version true in its own transaction."""

from storefront.domain.catalog.services.binning import bin_all, bin_products, empty_bin, restore_products
from storefront.domain.catalog.services.categories import add_category, change_category, put_category, remove_category
from storefront.domain.catalog.services.fetching import fetch_pictures
from storefront.domain.catalog.services.importing import import_products
from storefront.domain.catalog.services.pictures import show_sizes
from storefront.domain.catalog.services.products import (
    add_product,
    change_product,
    set_rating,
    set_tags,
    set_tags_of_several,
    set_visibility,
)
from storefront.domain.catalog.services.repair import recount, recount_if_due
from storefront.domain.catalog.services.stock import set_stock, set_stocks, stock_flipped
from storefront.domain.catalog.services.tags import change_tag
from storefront.domain.catalog.services.words import add_tag, add_variant, offer_variants

__all__ = [
    "add_category",
    "add_product",
    "add_tag",
    "add_variant",
    "bin_all",
    "bin_products",
    "change_category",
    "change_product",
    "change_tag",
    "empty_bin",
    "fetch_pictures",
    "import_products",
    "offer_variants",
    "put_category",
    "recount",
    "recount_if_due",
    "remove_category",
    "restore_products",
    "set_rating",
    "set_stock",
    "set_stocks",
    "set_tags",
    "set_tags_of_several",
    "set_visibility",
    "show_sizes",
    "stock_flipped",
]
