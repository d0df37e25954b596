"""One's own room: who one is to the shop, and the ways on from here."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.accounts import Person, services
from storefront.domain.accounts.forms import ProfileForm
from storefront.web import htmx
from storefront.web.sign_in import require_person

bp = Blueprint("account", __name__)

SAVED = {"profile": "Your details are kept.", "password": "Your password is changed. Every other device is signed out."}


@bp.get("/account")
def show() -> str:
    return render_template("shop/account/show.html", who=require_person(), said=SAVED.get(request.args.get("saved", "")))


@bp.get("/account/profile")
def edit() -> Response:
    return _form(require_person())


@bp.post("/account/profile")
def update() -> Response:
    who = require_person()
    try:
        services.edit_profile(who, parse(ProfileForm, request.form.to_dict()))
    except Invalid as refused:
        return _form(who, 422, typed=request.form, errors=refused.errors)
    return htmx.see_other(url_for("shop.account.show", saved="profile"))


def _form(who: Person, status: int = 200, **more: object) -> Response:
    return make_response(render_template("shop/account/edit.html", **{"who": who, "typed": who, "errors": {}, **more}), status)
