"""Reading the catalog, in few statements. What all visitors share is kept under the catalog's version."""

from storefront.domain.catalog.queries.cards import Ref, card_of, card_rows, cards, cards_of, product_rows, refs_of
from storefront.domain.catalog.queries.crawl import Entry, Offer, category_entries, entries, offers, parts, tag_entries
from storefront.domain.catalog.queries.finding import Found, find
from storefront.domain.catalog.queries.listing import listing
from storefront.domain.catalog.queries.navigation import categories, menu, place_of, tag_menu, tags, variants
from storefront.domain.catalog.queries.product import product, product_ref, stock_line
from storefront.domain.catalog.queries.search import search, suggestions
from storefront.domain.catalog.queries.state import has_products, version

__all__ = [
    "Entry",
    "Found",
    "Offer",
    "Ref",
    "card_of",
    "card_rows",
    "cards",
    "cards_of",
    "categories",
    "category_entries",
    "entries",
    "find",
    "has_products",
    "listing",
    "menu",
    "offers",
    "parts",
    "place_of",
    "product",
    "product_ref",
    "product_rows",
    "refs_of",
    "search",
    "stock_line",
    "suggestions",
    "tag_entries",
    "tag_menu",
    "tags",
    "variants",
    "version",
]
