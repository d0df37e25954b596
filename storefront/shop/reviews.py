"""What buyers say of a piece: all of it to read and filter, and votes for what helped.

The first of it stands on the piece's own page, which is the same for everyone: its forms carry no token.
"""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from storefront.core.paging import DEEPEST
from storefront.domain.catalog import Moved, ProductPage
from storefront.domain.catalog import queries as catalog
from storefront.domain.reviews import services
from storefront.domain.reviews.states import Sort
from storefront.domain.reviews.voices import SIZE, STARS, Asked, Voices, voices
from storefront.web import htmx
from storefront.web.origin import on_shared_pages
from storefront.web.sign_in import person, require_person

bp = Blueprint("reviews", __name__)

SORTS = {Sort.HELPFUL: "Most helpful", Sort.NEWEST: "Newest", Sort.RATING: "Most stars"}


@bp.get("/p/<slug>/reviews")
def index(slug: str) -> Response:
    """The reviews that the address asks for, as a page; HTMX gets the part."""
    who = person()
    piece = catalog.product(slug, who)
    if isinstance(piece, Moved):
        return make_response(redirect(url_for(".index", slug=piece.slug), 301))
    found = voices(piece.id, _asked(), who)
    part = "_parts.html" if htmx.wanted() else "show.html"
    named = {**part_named(piece, found), "thanks": "thanks" in request.args}
    response = make_response(render_template(f"shop/reviews/{part}", **named))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/p/<slug>/votes")
def votes(slug: str) -> Response:
    """Votes for the reviews on the piece's own page, which is kept for everyone: how many by now, and one's own."""
    who = person()
    found = voices(catalog.product_ref(slug, who).id, Asked(), who)
    response = make_response(render_template("shop/reviews/_votes.html", voices=found.voices, slug=slug))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/p/<slug>/reviews/<id>/vote")
@on_shared_pages
def vote(slug: str, id: str) -> Response:
    """This review helped."""
    return _voted(slug, id, services.find_helpful(id, require_person()), has_my_vote=True)


@bp.post("/p/<slug>/reviews/<id>/vote/withdrawal")
@on_shared_pages
def withdraw(slug: str, id: str) -> Response:
    """It did not, after all."""
    return _voted(slug, id, services.withdraw_helpful(id, require_person()), has_my_vote=False)


def part_named(piece: ProductPage, found: Voices) -> dict[str, object]:
    """What the part `shop/reviews/_reviews.html` reads."""
    return {"piece": piece, "heard": found, "stars": STARS, "sorts": SORTS, "size": SIZE}


def _asked() -> Asked:
    """What is wrong in an address is left out."""
    args = request.args
    return Asked(
        stars=next((stars for stars in STARS if str(stars) == args.get("stars")), None),
        photographs=args.get("photographs") == "1",
        sort=next((sort for sort in Sort if sort == args.get("sort")), Sort.HELPFUL),
        page=_page(args.get("page", "")),
    )


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return number if 0 < number * SIZE <= DEEPEST else 1


def _voted(slug: str, id: str, helpful: int, *, has_my_vote: bool) -> Response:
    if not htmx.wanted():
        return make_response(redirect(url_for(".index", slug=slug, _anchor=f"review-{id}"), 303))
    named = {"slug": slug, "id": id, "helpful": helpful, "has_my_vote": has_my_vote}
    return make_response(render_template("shop/reviews/_vote.html", **named, said=True))
