"""What a page tells search engines in so many words: schema.org facts, as JSON-LD."""

from collections.abc import Sequence
from typing import Any

from storefront.core.money import rupees
from storefront.core.site import site
from storefront.domain.catalog import ProductPage

Crumbs = Sequence[tuple[str, str | None]]
_SCHEMA = "https://schema.org"


def breadcrumbs(crumbs: Crumbs, here: str) -> dict[str, Any]:
    """Where the page stands; `here` is the path of the last crumb, which is no link."""
    places = [
        {"@type": "ListItem", "position": at, "name": name, "item": site().address(path or here)}
        for at, (name, path) in enumerate(crumbs, 1)
    ]
    return {"@context": _SCHEMA, "@type": "BreadcrumbList", "itemListElement": places}


def product(piece: ProductPage, path: str, seller: str, currency: str) -> dict[str, Any]:
    """The piece and the terms on which it is offered."""
    address = site().address(path)
    facts: dict[str, Any] = {
        "@context": _SCHEMA,
        "@type": "Product",
        "name": piece.name,
        "description": piece.description,
        "sku": piece.sku or piece.id,
        "category": piece.category.name,
        "image": [site().address(picture.src) for picture in piece.pictures],
        "brand": {"@type": "Brand", "name": seller},
        "aggregateRating": _rating(piece),
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": str(rupees(piece.price)),
            "priceCurrency": currency,
            "availability": f"{_SCHEMA}/{_availability(piece)}",
            "itemCondition": f"{_SCHEMA}/NewCondition",
            "seller": {"@type": "Organization", "name": seller},
        },
    }
    return {name: value for name, value in facts.items() if value}


def _rating(piece: ProductPage) -> dict[str, Any] | None:
    """Search engines refuse the rating of a piece that nobody has rated."""
    if not piece.review_count:
        return None
    return {
        "@type": "AggregateRating",
        "ratingValue": str(rupees(piece.rating)),
        "reviewCount": piece.review_count,
        "bestRating": 5,
        "worstRating": 1,
    }


def _availability(piece: ProductPage) -> str:
    if piece.badge == "Made to order":
        return "PreOrder"
    return "InStock" if piece.in_stock else "OutOfStock"
