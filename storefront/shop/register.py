"""Making an account by the page."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.adapters import identity
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.accounts import services
from storefront.domain.accounts.errors import Taken
from storefront.domain.accounts.forms import RegisterForm
from storefront.web import htmx, sign_in
from storefront.web.bag import take_over
from storefront.web.limits import REGISTER, limiter
from storefront.web.onward import onward

bp = Blueprint("register", __name__)


@bp.get("/account/register")
def show() -> Response:
    """The form, or straight on for somebody who is signed in."""
    if sign_in.person():
        return htmx.see_other(_onward(request.args.get("next")))
    return _page(request.args.get("next"))


@bp.post("/account/register")
@limiter.shared_limit(REGISTER, scope="register")
def create() -> Response:
    """Makes the account and signs in, with the bag that was filled before."""
    wanted, sent = request.form.get("next"), request.form.to_dict()
    try:
        signed_in = services.register(parse(RegisterForm, _named(sent)), request.user_agent.string)
    except (Invalid, Taken) as refused:
        given = [name for name in refused.errors if name != "username" or sent.get("username", "").strip()]
        return _page(wanted, 422, errors={name: refused.errors[name] for name in given})
    response = htmx.see_other(_onward(wanted))
    sign_in.set_cookies(response, signed_in.tokens)
    take_over(response, signed_in.person)
    return response


def _named(sent: dict[str, str]) -> dict[str, str]:
    """Who gives no user name is known by the e-mail address."""
    return sent if sent.get("username", "").strip() else {**sent, "username": sent.get("email", "").strip()}


def _onward(wanted: str | None) -> str:
    return onward(wanted, url_for("shop.account.show"))


def _page(wanted: str | None, status: int = 200, **more: object) -> Response:
    elsewhere = identity() is not None
    named = {"typed": request.form, "errors": {}, "next": onward(wanted, ""), "elsewhere": elsewhere, **more}
    return make_response(render_template("shop/register/show.html", **named), status)
