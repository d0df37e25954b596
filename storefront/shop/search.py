"""Searching: a list like any other, and what is suggested to somebody who is still typing."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.core.site import site
from storefront.core.wording import capital
from storefront.domain.catalog import Suggestion
from storefront.domain.catalog import queries as catalog
from storefront.domain.catalog.forms import SuggestionsForm
from storefront.domain.media import Picture
from storefront.shop.list_page import SORTS, ListPage, answer
from storefront.web import htmx
from storefront.web.list_address import PARAMETERS, asked
from storefront.web.shared_pages import shared_page
from storefront.web.sign_in import preferences

bp = Blueprint("search", __name__)

BEST = ("", "Best match")
MOST_PAST, LONGEST = 6, 100
"""Past searches, and letters of each, that are shown."""
_KINDS = (("product", "Pieces"), ("category", "Rooms"), ("tag", "Occasions"))
_PAGES = {"product": "shop.product.show", "category": "shop.listing.category", "tag": "shop.listing.tag"}


@dataclass(frozen=True)
class Option:
    """A suggestion as the component `suggestions` takes it."""

    name: str
    url: str
    note: str = ""
    picture: Picture | None = None
    icon: str = "gem"
    forgets: bool = False
    """Pressing it forgets what this browser keeps; see search.js."""


@dataclass(frozen=True)
class Group:
    label: str
    options: list[Option]


@bp.get("/search")
@shared_page("q", "category", *PARAMETERS, by_preferences=True)
def show() -> Response:
    """What the shop has for these words; without any, where one may begin."""
    query = asked(request.args, "q", "category")
    if not query.q:
        return make_response(render_template("shop/search/ask.html", canonical=site().address(url_for(".show"))))
    listing = catalog.search(query, with_facets=query.page == 1 or not htmx.wanted(), preferences=preferences())
    page = ListPage(listing, url_for(".show"), sorts=(BEST, *SORTS[1:]))
    named = {"q": query.q, "understood": listing.understood or query.q, "canonical": site().address(page.address())}
    return answer("shop/search/show.html", page, **named)


@bp.get("/search/suggestions")
def suggestions() -> Response:
    """The list under the field, by HTMX. Before anything is typed: past searches, which the browser keeps and sends."""
    if past := request.args.getlist("past")[:MOST_PAST]:
        return _suggested("", [_past(past)])
    try:
        words = parse(SuggestionsForm, request.args.to_dict()).q
    except Invalid:
        words = ""
    found = catalog.suggestions(words) if words else []
    return _suggested(words, _groups(words, found))


def _suggested(words: str, groups: list[Group]) -> Response:
    response = make_response(render_template("shop/search/_suggestions.html", groups=groups, q=words))
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


def _past(searches: list[str]) -> Group:
    options = [Option(one[:LONGEST], url_for(".show", q=one[:LONGEST]), icon="clock") for one in searches if one.strip()]
    forget = Option("Forget these searches", url_for(".show"), icon="close", forgets=True)
    return Group("You searched for", [*options, forget])


def _groups(words: str, found: list[Suggestion]) -> list[Group]:
    if not found:
        return []
    groups = [Group(label, [_option(one) for one in found if one.type == kind]) for kind, label in _KINDS]
    everything = Group("Search", [Option(f"Everything for “{words}”", url_for(".show", q=words), icon="search")])
    return [*(group for group in groups if group.options), everything]


def _option(one: Suggestion) -> Option:
    note = "" if one.type == "product" else str(one.count)
    return Option(capital(one.query), url_for(_PAGES[one.type], slug=one.slug), note, one.picture)
