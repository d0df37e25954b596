"""Reading the catalog, in few statements. What all visitors share is kept under the catalog's version."""

from storefront.domain.catalog.queries.cards import Ref, card_of, card_rows, cards, cards_of, product_rows, refs_of
from storefront.domain.catalog.queries.crawl import Entry, Offer, category_entries, entries, offers, parts, tag_entries
from storefront.domain.catalog.queries.finding import Found, find
from storefront.domain.catalog.queries.listing import listing
from storefront.domain.catalog.queries.navigation import (
    categories,
    category,
    menu,
    place_of,
    tag,
    tag_menu,
    tags,
    variant,
    variants,
)
from storefront.domain.catalog.queries.product import product, product_ref, stock_line
from storefront.domain.catalog.queries.search import search, suggestions
from storefront.domain.catalog.queries.shelf import shelf
from storefront.domain.catalog.queries.state import has_products, version, version_and_stand
from storefront.domain.catalog.queries.stats import Stats, stats
from storefront.domain.catalog.queries.stock import low_stock, stock_history

__all__ = [
    "Entry",
    "Found",
    "Offer",
    "Ref",
    "Stats",
    "card_of",
    "card_rows",
    "cards",
    "cards_of",
    "categories",
    "category",
    "category_entries",
    "entries",
    "find",
    "has_products",
    "listing",
    "low_stock",
    "menu",
    "offers",
    "parts",
    "place_of",
    "product",
    "product_ref",
    "product_rows",
    "refs_of",
    "search",
    "shelf",
    "stats",
    "stock_history",
    "stock_line",
    "suggestions",
    "tag",
    "tag_entries",
    "tag_menu",
    "tags",
    "variant",
    "variants",
    "version",
    "version_and_stand",
]
