"""Signing in and out by the pages."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.adapters import identity
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.accounts import services
from storefront.domain.accounts.errors import SignInFailed
from storefront.domain.accounts.forms import SignInForm
from storefront.shop.google import TROUBLES
from storefront.web import htmx, sign_in
from storefront.web.bag import forget_wishes, take_over
from storefront.web.limits import SIGN_IN, limiter
from storefront.web.onward import onward

bp = Blueprint("sign_in", __name__)


@bp.get("/account/login")
def show() -> Response:
    """The form, or straight on for somebody who is signed in."""
    if sign_in.person():
        return htmx.see_other(_onward(request.args.get("next")))
    trouble = TROUBLES.get(request.args.get("google", ""))
    return _page(request.args.get("next"), new_password="changed" in request.args, trouble=trouble)


@bp.post("/account/login")
@limiter.shared_limit(SIGN_IN, scope="sign-in")
def create() -> Response:
    """Signs in, with the bag that was filled before."""
    wanted = request.form.get("next")
    try:
        signed_in = services.sign_in(parse(SignInForm, request.form.to_dict()), request.user_agent.string)
    except Invalid as refused:
        return _page(wanted, 422, errors=refused.errors)
    except SignInFailed:
        return _page(wanted, 422, failed=True)
    response = htmx.see_other(_onward(wanted))
    sign_in.set_cookies(response, signed_in.tokens)
    take_over(response, signed_in.person)
    return response


@bp.post("/account/logout")
def destroy() -> Response:
    """Signs out."""
    response = htmx.see_other(url_for("shop.home.show"))
    sign_in.sign_out(response)
    forget_wishes(response)
    return response


def _onward(wanted: str | None) -> str:
    return onward(wanted, url_for("shop.account.show"))


def _page(wanted: str | None, status: int = 200, **more: object) -> Response:
    elsewhere = identity() is not None
    named = {"typed": request.form, "errors": {}, "next": onward(wanted, ""), "elsewhere": elsewhere, **more}
    return make_response(render_template("shop/sign_in/show.html", **named), status)
