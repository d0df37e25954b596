"""What a page tells search engines in so many words: schema.org facts, as JSON-LD."""

from collections.abc import Callable, Sequence
from typing import Any

from storefront.core.money import rupees
from storefront.core.site import site
from storefront.domain.catalog import Card, ProductPage
from storefront.domain.content import Trade

Crumbs = Sequence[tuple[str, str | None]]
_SCHEMA = "https://schema.org"


def organization(terms: Trade, logo: str) -> dict[str, Any]:
    """Who keeps this shop; `logo` is a path or an address."""
    facts = {
        "@context": _SCHEMA,
        "@type": "Organization",
        "@id": site().address("/#shop"),
        "name": terms.name,
        "description": terms.tagline,
        "url": site().address("/"),
        "logo": site().address(logo),
        "email": terms.email,
        "telephone": terms.phone,
        "address": terms.address,
    }
    return {name: value for name, value in facts.items() if value}


def website(terms: Trade, search: str) -> dict[str, Any]:
    """The shop as a whole, and how it is searched; `search` is the path of the search page."""
    asked = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": site().address(f"{search}?q={{search_term_string}}")},
        "query-input": "required name=search_term_string",
    }
    named = {"@type": "WebSite", "name": terms.name, "url": site().address("/"), "inLanguage": "en-IN"}
    return {"@context": _SCHEMA, **named, "publisher": {"@id": site().address("/#shop")}, "potentialAction": asked}


def item_list(cards: Sequence[Card], path_of: Callable[[Card], str], before: int = 0) -> dict[str, Any]:
    """The pieces of a list in their order; `before` stand on the pages before this one."""
    items = [
        {"@type": "ListItem", "position": at, "name": card.name, "url": site().address(path_of(card))}
        for at, card in enumerate(cards, before + 1)
    ]
    return {"@context": _SCHEMA, "@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def breadcrumbs(crumbs: Crumbs, here: str) -> dict[str, Any]:
    """Where the page stands; `here` is the path of the last crumb, which is no link."""
    places = [
        {"@type": "ListItem", "position": at, "name": name, "item": site().address(path or here)}
        for at, (name, path) in enumerate(crumbs, 1)
    ]
    return {"@context": _SCHEMA, "@type": "BreadcrumbList", "itemListElement": places}


def product(piece: ProductPage, path: str, terms: Trade) -> dict[str, Any]:
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
        "brand": {"@type": "Brand", "name": terms.name},
        "aggregateRating": _rating(piece),
        "offers": {
            "@type": "Offer",
            "url": address,
            "price": str(rupees(piece.price)),
            "priceCurrency": terms.currency,
            "availability": f"{_SCHEMA}/{_availability(piece)}",
            "itemCondition": f"{_SCHEMA}/NewCondition",
            "seller": {"@type": "Organization", "name": terms.name},
            "hasMerchantReturnPolicy": _returns(terms),
            **_shipping(piece, terms),
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


def _returns(terms: Trade) -> dict[str, Any]:
    window = f"{_SCHEMA}/MerchantReturnFiniteReturnWindow"
    days = {"returnPolicyCategory": window, "merchantReturnDays": terms.return_days}
    return {"@type": "MerchantReturnPolicy", "applicableCountry": "IN", **days}


def _shipping(piece: ProductPage, terms: Trade) -> dict[str, Any]:
    """What its delivery costs on its own; nothing where that depends on the PIN code, which search engines do not have."""
    if terms.zones:
        return {}
    fee = 0 if piece.price >= terms.free_delivery_from else terms.delivery_fee
    rate = {"@type": "MonetaryAmount", "value": str(rupees(fee)), "currency": terms.currency}
    india = {"@type": "DefinedRegion", "addressCountry": "IN"}
    return {"shippingDetails": {"@type": "OfferShippingDetails", "shippingRate": rate, "shippingDestination": india}}
