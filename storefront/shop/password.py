"""New passwords: by a link in a letter, or by the old one."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.errors import LinkRunOut
from storefront.domain.accounts.forms import ForgotForm, PasswordForm, ResetForm
from storefront.web import htmx, sign_in
from storefront.web.limits import RESET, SIGN_IN, limiter

bp = Blueprint("password", __name__)


@bp.get("/account/forgot")
def forgot() -> Response:
    """Asks for the address, or says that the letter is on its way."""
    return _page("forgot", sent="sent" in request.args)


@bp.post("/account/forgot")
@limiter.limit(RESET)
def ask() -> Response:
    """Has the letter written; the answer is the same for every address."""
    try:
        services.forgot_password(parse(ForgotForm, request.form.to_dict()))
    except Invalid as refused:
        return _page("forgot", 422, errors=refused.errors)
    return htmx.see_other(url_for("shop.password.forgot", sent=1))


@bp.get("/account/reset/<token>")
def reset(token: str) -> Response:
    """The form behind the link in the letter, or the way to a new link."""
    holder = queries.credentials_of_link(token)
    return _page("reset", username=holder.username) if holder else _page("run_out", 404)


@bp.post("/account/reset/<token>")
@limiter.shared_limit(SIGN_IN, scope="sign-in")
def choose(token: str) -> Response:
    """The new password; then one signs in with it."""
    try:
        services.reset_password(token, parse(ResetForm, request.form.to_dict()))
    except Invalid as refused:
        return _page("reset", 422, errors=refused.errors)
    except LinkRunOut:
        return _page("run_out", 404)
    response = htmx.see_other(url_for("shop.sign_in.show", changed=1))
    sign_in.clear_cookies(response)
    return response


@bp.get("/account/password")
def edit() -> Response:
    """Asks for the old password and a new one."""
    return _page("edit", username=sign_in.require_person().username)


@bp.post("/account/password")
@limiter.shared_limit(SIGN_IN, scope="sign-in")
def update() -> Response:
    """The new password; every other device is signed out."""
    who = sign_in.require_person()
    try:
        signed_in = services.change_password(who, parse(PasswordForm, request.form.to_dict()), request.user_agent.string)
    except Invalid as refused:
        return _page("edit", 422, username=who.username, errors=refused.errors)
    response = htmx.see_other(url_for("shop.account.show", saved="password"))
    sign_in.set_cookies(response, signed_in.tokens)
    return response


def _page(name: str, status: int = 200, **more: object) -> Response:
    named = {"typed": request.form, "errors": {}, "username": "", **more}
    response = make_response(render_template(f"shop/password/{name}.html", **named), status)
    # The address of a reset page is as good as a password: it goes nowhere else.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
