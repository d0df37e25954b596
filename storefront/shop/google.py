"""Signing in with Google: away, and back with an answer that the adapter checks. What fails is said at the sign-in."""

from typing import Any

from flask import Blueprint, Response, request, session, url_for

from storefront.adapters.identity.base import Begun, ProviderRefused, ProviderUnavailable
from storefront.core.clock import now
from storefront.core.errors import ShopError
from storefront.core.site import site
from storefront.domain.accounts import services
from storefront.domain.accounts.errors import AddressUnverified, StaffSignIn
from storefront.web import htmx, sign_in
from storefront.web.bag import take_over
from storefront.web.limits import SIGN_IN, limiter
from storefront.web.onward import onward

bp = Blueprint("google", __name__)

MINUTES = 10
"""For choosing an account there, typing a password, and finding the phone."""
_KEPT = "google"

DENIED = "You have not signed in with Google. Try again, or sign in in another way."
RUN_OUT = "This sign-in has run out or was finished already. Please begin once more."
TROUBLES: dict[str, str] = {
    "denied": DENIED,
    "again": RUN_OUT,
    "away": ProviderUnavailable.sentence,
    "refused": ProviderRefused.sentence,
    "unverified": AddressUnverified.sentence,
    "staff": StaffSignIn.sentence,
    "closed": "This account cannot sign in. Please write to us.",
}
"""What the sign-in page says, by the name in its address."""
_NAMES: dict[type[ShopError], str] = {
    ProviderUnavailable: "away",
    ProviderRefused: "refused",
    AddressUnverified: "unverified",
    StaffSignIn: "staff",
}


@bp.get("/account/google")
@limiter.limit(SIGN_IN)
def begin() -> Response:
    """Leads to Google. What has to be the same afterwards is kept in this browser, signed."""
    wanted = onward(request.args.get("next"), "")
    try:
        begun = services.begin_elsewhere(_return_to())
    except ProviderUnavailable:
        return _sorry("away", wanted)
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier}
    session[_KEPT] = {**kept, "next": wanted, "at": now().timestamp()}
    return htmx.see_other(begun.address)


@bp.get("/account/google/return")
@limiter.limit(SIGN_IN)
def back() -> Response:
    """Back from Google, once: signs in with the bag that was filled before, and goes on to where one wanted."""
    kept: dict[str, Any] = session.pop(_KEPT, None) or {}
    wanted = onward(kept.get("next"), "")
    if not _is_answer_to(kept):
        return _sorry("again", wanted)
    if "code" not in request.args:
        return _sorry("denied", wanted)
    begun = Begun("", kept["state"], kept["nonce"], kept["verifier"])
    try:
        signed_in = services.sign_in_elsewhere(request.args["code"], begun, _return_to(), request.user_agent.string)
    except ShopError as refused:
        return _sorry(_NAMES.get(type(refused), "closed"), wanted)
    response = htmx.see_other(wanted or url_for("shop.account.show"))
    sign_in.set_cookies(response, signed_in.tokens)
    take_over(response, signed_in.person)
    return response


def _is_answer_to(kept: dict[str, Any]) -> bool:
    """Whether this browser has begun this very sign-in, and not too long ago."""
    fresh = now().timestamp() - float(kept.get("at", 0)) < MINUTES * 60
    return bool(kept) and fresh and request.args.get("state") == kept["state"]


def _return_to() -> str:
    return site().address(url_for("shop.google.back"))


def _sorry(trouble: str, wanted: str) -> Response:
    return htmx.see_other(url_for("shop.sign_in.show", google=trouble, next=wanted or None))
