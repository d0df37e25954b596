"""Whose bag a request is about: the account's, or that of the guest whose browser carries its token."""

import hashlib
import secrets
from typing import Any

from flask import Flask, Response, current_app, g, request

from config import Config
from storefront.domain.accounts import Person
from storefront.domain.cart import Owner, queries, services
from storefront.domain.cart.forgetting import KEPT
from storefront.domain.orders import drafting
from storefront.domain.wishlist import queries as wished
from storefront.domain.wishlist import services as wishlist
from storefront.web.sign_in import person

COOKIE, WISHES = "bag", "wishes"


def install(app: Flask, _config: Config) -> None:
    @app.after_request
    def remember(response: Response) -> Response:
        if token := g.get("bag_token"):
            _set(response, token)
        return response


def owner() -> Owner:
    """Whose bag this is. For requests that put something in: a guest gets a token with the answer, or the same one for longer."""
    if who := person():
        return Owner(user_id=who.id)
    if "bag_token" not in g:
        g.bag_token = _token() or secrets.token_urlsafe(24)
    return Owner(token_hash=_hash(g.bag_token))


def known_owner() -> Owner | None:
    """The same, or None where there can be no bag yet. For requests that only look."""
    if (who := person()) is not None:
        return Owner(user_id=who.id)
    token = g.get("bag_token") or _token()
    return Owner(token_hash=_hash(token)) if token else None


def is_personal() -> bool:
    """Whether this request has a bag or a sign-in, so that a page which is the same for everyone will not do."""
    return known_owner() is not None


def bag_count() -> int:
    """Pieces in the bag, for the badge; no statement for a visitor without one."""
    mine = known_owner()
    return queries.count(mine) if mine else 0


def take_over(response: Response, who: Person) -> None:
    """The guest has signed in: their bag and their wishes join the account's, and the guest's cookie goes."""
    if token := _token():
        guest = Owner(token_hash=_hash(token))
        drafting.take_over(guest, who.id)
        services.take_over(guest, who.id)
        wishlist.take_over(guest, who.id)
        response.delete_cookie(COOKIE, path="/", **_attributes())
    tell_wishes(response, Owner(user_id=who.id))


def tell_wishes(response: Response, whose: Owner) -> None:
    """How many wishes there are, in a cookie that the page's scripts can read: no page asks the database for it."""
    number = len(wished.wishes(whose))
    kept = {**_attributes(), "httponly": False}
    if number:
        response.set_cookie(WISHES, str(number), max_age=KEPT, path="/", **kept)
    elif WISHES in request.cookies:
        response.delete_cookie(WISHES, path="/", **kept)


def forget_wishes(response: Response) -> None:
    """Whoever comes next at this browser is a guest."""
    response.delete_cookie(WISHES, path="/", **{**_attributes(), "httponly": False})


def _token() -> str | None:
    token = request.cookies.get(COOKIE, "")
    return token if 20 <= len(token) <= 64 else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _set(response: Response, token: str) -> None:
    response.set_cookie(COOKIE, token, max_age=KEPT, path="/", **_attributes())
    response.headers["Cache-Control"] = "no-store"


def _attributes() -> dict[str, Any]:
    return {"httponly": True, "samesite": "Lax", "secure": current_app.config["KUNDAN"].is_https}
