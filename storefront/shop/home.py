"""The shop's first page: its scenes, its rooms, what is chosen most often and what is new."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for

from storefront.core.site import site
from storefront.domain.accounts import Preferences
from storefront.domain.catalog import Card, ListingQuery, Sort
from storefront.domain.catalog import queries as catalog
from storefront.domain.content import services as content
from storefront.web import structured
from storefront.web.assets import asset_url
from storefront.web.limits import limiter
from storefront.web.shared_pages import catalog_version, shared_page
from storefront.web.sign_in import preferences

bp = Blueprint("home", __name__)

CHOSEN, NEW = "bestseller", "new"
"""Tags by which staff say what stands here; without them the figures do."""


@dataclass(frozen=True)
class Shelf:
    """A few pieces, and where all of their kind are."""

    cards: tuple[Card, ...]
    url: str


@bp.get("/")
@limiter.exempt
@shared_page(by_preferences=True)
def show() -> str:
    """The first page."""
    terms, scenes = content.trade(), content.heroes()
    return render_template(
        "shop/home/show.html",
        scenes=scenes,
        terms=terms,
        photograph=scenes[0].picture if scenes else None,
        facts=[structured.organization(terms, asset_url("favicon.svg")), structured.website(terms, url_for("shop.search.show"))],
        chosen=_shelf(CHOSEN, Sort.POPULAR, 4, preferences()),
        new=_shelf(NEW, Sort.NEWEST, 5, preferences()),
        canonical=site().address("/"),
    )


def _shelf(slug: str, otherwise: Sort, number: int, preferences: Preferences) -> Shelf:
    if any(tag.slug == slug for tag in catalog.tag_menu(catalog_version())):
        query, url = ListingQuery(tags=(slug,), sort=Sort.FEATURED, size=number), url_for("shop.listing.tag", slug=slug)
    else:
        query, url = ListingQuery(sort=otherwise, size=number), url_for("shop.listing.shop", sort=otherwise)
    return Shelf(catalog.shelf(query, preferences), url)
