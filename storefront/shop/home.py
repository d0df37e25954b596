"""The shop's first page: its scenes, its rooms, what is chosen most often and what is new."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from storefront.core.site import site
from storefront.domain.catalog import Card, ListingQuery, Sort
from storefront.domain.catalog import queries as catalog
from storefront.domain.content import services as content
from storefront.web.shared_pages import shared_page

bp = Blueprint("home", __name__)

CHOSEN, NEW = "bestseller", "new"
"""Tags by which staff say what stands here; without them the figures do."""


@dataclass(frozen=True)
class Shelf:
    """A few pieces, and where all of their kind are."""

    cards: tuple[Card, ...]
    url: str


@bp.get("/")
@shared_page()
def show() -> str:
    """The first page."""
    return render_template(
        "shop/home/show.html",
        scenes=content.heroes(),
        terms=content.trade(),
        chosen=_shelf(CHOSEN, Sort.POPULAR, 4),
        new=_shelf(NEW, Sort.NEWEST, 5),
        canonical=site().address("/"),
    )


def _shelf(tag: str, otherwise: Sort, number: int) -> Shelf:
    tagged = catalog.listing(ListingQuery(tags=(tag,), sort=Sort.FEATURED, size=number), with_facets=False)
    if tagged.place and tagged.cards:
        return Shelf(tagged.cards, url_for("shop.listing.tag", slug=tagged.place.slug))
    others = catalog.listing(ListingQuery(sort=otherwise, size=number), with_facets=False)
    return Shelf(others.cards, url_for("shop.listing.shop", sort=otherwise))
