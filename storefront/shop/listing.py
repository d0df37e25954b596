"""Lists of pieces: the whole shop, a category, a tag; narrowed by facets, in an order, a page at a time."""

from dataclasses import replace
from typing import Any, Literal

from flask import Blueprint, Response, make_response, redirect, request, url_for

from storefront.core.errors import NotFound
from storefront.core.site import site
from storefront.core.wording import capital
from storefront.domain.catalog import Listing, ListingQuery, Place, Sort
from storefront.domain.catalog import queries as catalog
from storefront.shop.list_page import ListPage, answer
from storefront.web import htmx, structured
from storefront.web.list_address import PARAMETERS, asked
from storefront.web.shared_pages import shared_page

bp = Blueprint("listing", __name__)


@bp.get("/shop")
@shared_page(*PARAMETERS)
def shop() -> Response:
    """Everything."""
    return _list(_found(_query()), url_for(".shop"))


@bp.get("/c/<slug>")
@shared_page(*PARAMETERS)
def category(slug: str) -> Response:
    """A room of the shop. Other spellings and former addresses lead to the present one."""
    return _room("category", slug, replace(_query(), category=slug))


@bp.get("/t/<slug>")
@shared_page(*PARAMETERS)
def tag(slug: str) -> Response:
    """The pieces that carry a tag."""
    query = _query()
    others = tuple(one for one in query.tags if one != slug)
    return _room("tag", slug, replace(query, tags=(slug, *others)))


def _query() -> ListingQuery:
    query = asked(request.args)
    return query if query.sort else replace(query, sort=Sort.FEATURED)


def _found(query: ListingQuery) -> Listing:
    # What comes after the first page is put to it by HTMX; the facets stand there already.
    return catalog.listing(query, with_facets=query.page == 1 or not htmx.wanted())


def _room(kind: Literal["category", "tag"], slug: str, query: ListingQuery) -> Response:
    listing = _found(query)
    # A list with an unknown tag among its filters finds nothing, not even its place; the room is there all the same.
    place = listing.place or catalog.place_of(kind, slug)
    if place is None:
        raise NotFound
    path = url_for(f".{kind}", slug=place.slug)
    if place.slug != slug:
        given = request.query_string.decode("latin-1")
        return make_response(redirect(f"{path}?{given}" if given else path, 301))
    return _list(listing, path, place)


def _list(listing: Listing, path: str, here: Place | None = None) -> Response:
    own = (("category" if here.kind == "category" else "tags", here.slug),) if here else ()
    page = ListPage(listing, path, own)
    name = capital(here.name) if here else "All pieces"
    crumbs: list[tuple[str, str | None]] = [("Home", url_for("shop.home.show")), (name, None)]
    if here and here.parent:
        crumbs.insert(1, (here.parent.name, url_for(".category", slug=here.parent.slug)))
    return answer(
        "shop/listing/show.html",
        page,
        here=here,
        name=name,
        crumbs=crumbs,
        facts=[structured.breadcrumbs(crumbs, path), _items(page)],
        canonical=_canonical(page),
        indexed=bool(page.cards) and not page.chosen,
    )


def _items(page: ListPage) -> dict[str, Any]:
    before = (page.query.page - 1) * page.query.size
    return structured.item_list(page.cards, lambda card: url_for("shop.product.show", slug=card.slug), before)


def _canonical(page: ListPage) -> str:
    """An order shows the same pieces again; further pages show others. What is filtered stands for itself, and is not indexed."""
    if page.chosen:
        return site().address(page.address())
    deeper = f"?page={page.query.page}" if page.query.page > 1 else ""
    return site().address(page.path + deeper)
