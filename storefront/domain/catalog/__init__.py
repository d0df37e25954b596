"""What the shop sells: products, categories, tags and choices; how they are found, listed and counted."""

from storefront.domain.catalog.listings import (
    Chosen,
    FacetGroup,
    Listing,
    ListingQuery,
    Option,
    Range,
    Sort,
)
from storefront.domain.catalog.shapes import (
    Card,
    Choice,
    Link,
    MenuEntry,
    Moved,
    Place,
    Price,
    ProductPage,
    StockLine,
    Suggestion,
)

__all__ = [
    "Card",
    "Choice",
    "Chosen",
    "FacetGroup",
    "Link",
    "Listing",
    "ListingQuery",
    "MenuEntry",
    "Moved",
    "Option",
    "Place",
    "Price",
    "ProductPage",
    "Range",
    "Sort",
    "StockLine",
    "Suggestion",
]
