"""The wishlist, of guests and of accounts. Hearts stand on pages that are the same for everyone: their forms carry no token."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for

from storefront.core.errors import Invalid, ShopError
from storefront.core.forms import parse
from storefront.domain.cart import Owner
from storefront.domain.catalog import Card
from storefront.domain.catalog import queries as catalog
from storefront.domain.wishlist import queries, services
from storefront.domain.wishlist.forms import WishForm
from storefront.web import htmx
from storefront.web.bag import known_owner, owner, tell_wishes
from storefront.web.errors import status_of
from storefront.web.origin import on_shared_pages

bp = Blueprint("wishlist", __name__)

SAID = {"kept": "It is in your wishlist.", "gone": "It is out of your wishlist."}


@dataclass(frozen=True)
class WishShown:
    """A wish, with the card of its piece."""

    card: Card
    options: dict[str, Any]


@bp.get("/wishlist")
def show() -> Response:
    """What is wished for, the latest first."""
    return _page(said=SAID.get(request.args.get("said", "")))


@bp.get("/wishlist/marks")
def marks() -> Response:
    """The ids of these pieces, by which the page's script marks its hearts."""
    mine = known_owner()
    response = jsonify([wish.product.id for wish in queries.wishes(mine)] if mine else [])
    response.headers["Cache-Control"] = "private, no-store"
    return _told(response, mine)


@bp.post("/wishlist/items")
@on_shared_pages
def add() -> Response:
    """A piece is remembered; without script this leads to the wishlist."""
    mine = owner()
    services.add(mine, parse(WishForm, request.form.to_dict()))
    return _said("kept", mine)


@bp.post("/wishlist/items/<product>/removal")
@on_shared_pages
def remove(product: str) -> Response:
    """It is forgotten. Repeating changes nothing."""
    mine = known_owner()
    if mine and any(wish.product.id == product for wish in queries.wishes(mine)):
        services.remove(mine, product)
    return _said("gone", mine)


@bp.post("/wishlist/items/<product>/bag")
def move(product: str) -> Response:
    """Into the bag; where something is still to be chosen, on to the piece's page."""
    mine = owner()
    try:
        services.move_to_bag(mine, product)
    except Invalid:
        return htmx.see_other(url_for("shop.product.show", slug=product))
    except ShopError as refused:
        return _page(status_of(refused)[0], trouble=refused.sentence)
    return _told(htmx.see_other(url_for("shop.bag.show")), mine)


def _page(status: int = 200, **more: Any) -> Response:
    mine = known_owner()
    found = queries.wishes(mine) if mine else []
    cards = {card.id: card for card in catalog.cards_of([wish.product for wish in found])}
    wishes = [WishShown(cards[wish.product.id], wish.options) for wish in found if wish.product.id in cards]
    response = make_response(render_template("shop/wishlist/show.html", wishes=wishes, **more), status)
    response.headers["Cache-Control"] = "private, no-store"
    return _told(response, mine)


def _said(what: str, mine: Owner | None) -> Response:
    if not htmx.wanted():
        return _told(make_response(redirect(url_for(".show", said=what), 303)), mine)
    return _told(make_response(render_template("shop/wishlist/_said.html", sentence=SAID[what])), mine)


def _told(response: Response, mine: Owner | None) -> Response:
    if mine:
        tell_wishes(response, mine)
    return response
