"""A piece: its pictures, its price, what one chooses of it, and whether it can be had just now."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, url_for

from storefront.core.site import site
from storefront.core.text import fold
from storefront.domain.catalog import Choice, Moved, ProductPage
from storefront.domain.catalog import queries as catalog
from storefront.domain.content import pages
from storefront.domain.content import services as content
from storefront.domain.reviews.voices import NONE, Asked, voices
from storefront.shop.reviews import part_named
from storefront.web import delivery_pin, structured
from storefront.web.content_address import path_of
from storefront.web.limits import limiter
from storefront.web.shared_pages import shared_page
from storefront.web.sign_in import person

bp = Blueprint("product", __name__)

SWATCHES = {
    "metal": {"platinum": "platinum", "silver": "white", "white": "white", "rose": "rose", "yellow": "yellow", "gold": "yellow"},
    "stone": {name: name for name in ("ruby", "emerald", "sapphire", "diamond", "pearl")},
}
"""By kind of choice: the word in a value that its colour goes by, the telling ones first, and the swatch of choice.css."""


SIZES = "size-guide"
"""The page on which one finds one's size."""
GUIDES = {
    "rings": ("ring", "band", "solitaire"),
    "bangles": ("bangle", "kada"),
    "chains": ("necklace", "pendant", "chain", "bracelet", "anklet", "mangalsutra", "choker"),
}
"""Its parts, and the words in the name of a category that lead to each."""
SIZELESS = ("coin", "nose")
"""What has sizes that nobody can be measured for."""


@dataclass(frozen=True)
class Value:
    """A value of a choice as the component `tiles` takes it."""

    value: str
    label: str
    swatch: str | None
    available: bool = True


@bp.get("/p/<slug>")
@limiter.exempt
@shared_page()
def show(slug: str) -> Response:
    """The piece's page; a former address leads to the present one, and only staff see what is hidden."""
    piece = catalog.product(slug, person())
    if isinstance(piece, Moved):
        return make_response(redirect(url_for(".show", slug=piece.slug), 301))
    path = url_for(".show", slug=piece.slug)
    if slug != piece.slug:
        return make_response(redirect(path, 301))
    return make_response(render_template("shop/product/show.html", **_shown(piece, path)))


@bp.get("/p/<slug>/stock")
def stock(slug: str) -> Response:
    """Whether it can be had at this moment: fetched by the page, which may have been made a while ago."""
    product_id = catalog.product_ref(slug, person()).id
    line = catalog.stock_line(product_id)
    known = delivery_pin.estimate(product_id, line, delivery_pin.remembered())
    named = {"line": line, "terms": content.trade(), "slug": slug, "estimate": known}
    response = make_response(render_template("shop/product/_stock.html", **named))
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(piece: ProductPage, path: str) -> dict[str, Any]:
    crumbs, terms = _crumbs(piece), content.trade()
    return {
        "piece": piece,
        "terms": terms,
        "crumbs": crumbs,
        "choices": [(choice, _values(choice)) for choice in piece.choices],
        "guide": _guide(piece),
        "facts": [structured.product(piece, path, terms), structured.breadcrumbs(crumbs, path)],
        "canonical": site().address(path),
        **part_named(piece, voices(piece.id, Asked()) if piece.review_count else NONE),
    }


def _guide(piece: ProductPage) -> tuple[str, str, str] | None:
    """Words and address of the page on sizes, and the drawer that shows it; None where there is no size, or no such page.

    The address leads to the part on its kind of piece.
    """
    has_sizes = any(choice.name == "size" for choice in piece.choices)
    kind = fold(piece.category.name).replace("earring", "")
    if not has_sizes or any(word in kind for word in SIZELESS) or all(link.slug != SIZES for link in pages.links()):
        return None
    part = next((f"#{part}" for part, words in GUIDES.items() if any(word in kind for word in words)), "")
    return ("Size guide", path_of(SIZES) + part, SIZES)


def _crumbs(piece: ProductPage) -> list[tuple[str, str | None]]:
    rooms = [piece.above, piece.category] if piece.above else [piece.category]
    ways = [(room.name, url_for("shop.listing.category", slug=room.slug)) for room in rooms]
    return [("Home", url_for("shop.home.show")), *ways, (piece.name, None)]


def _values(choice: Choice) -> list[Value]:
    return [Value(value, value, _swatch(choice.name, value)) for value in choice.values]


def _swatch(name: str, value: str) -> str | None:
    words = fold(value).split()
    return next((swatch for word, swatch in SWATCHES.get(name, {}).items() if word in words), None)
