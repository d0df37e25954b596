"""One's own room: who one is to the shop, what one likes to see first, and the ways on from here."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid, NotFound
from storefront.core.forms import parse
from storefront.core.money import rupees
from storefront.core.text import slug
from storefront.domain.accounts import Person, queries, services
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
    return _form(_known(require_person()))


@bp.post("/account/profile")
def update() -> Response:
    who = require_person()
    try:
        services.edit_profile(who, parse(ProfileForm, _sent()))
    except Invalid as refused:
        return _form({**request.form, "categories": _categories()}, 422, refused.errors)
    return htmx.see_other(url_for("shop.account.show", saved="profile"))


def _known(who: Person) -> dict[str, Any]:
    """What the account keeps, by the names of the page's fields."""
    account = queries.account(who.id)
    if account is None:
        raise NotFound
    likes = account.preferences
    return {
        "firstname": account.firstname,
        "lastname": account.lastname,
        "contact": account.contact,
        "dateOfBirth": account.date_of_birth,
        "gender": account.gender,
        "categories": [slug(name) for name in likes.categories],
        "price_min": _rupees(likes.price_min),
        "price_max": _rupees(likes.price_max),
    }


def _sent() -> dict[str, Any]:
    """What was sent, in the shape of the API."""
    form = request.form
    prices = {"min": form.get("price_min", "").strip() or None, "max": form.get("price_max", "").strip() or None}
    return {**form.to_dict(), "preferences": {"categories": _categories(), "priceRange": prices}}


def _categories() -> list[str]:
    return [name for name in request.form.getlist("categories") if name.strip()]


def _rupees(paise: int | None) -> int | float | None:
    return None if paise is None else rupees(paise)


def _form(typed: dict[str, Any], status: int = 200, errors: dict[str, str] | None = None) -> Response:
    # The fields of the page have plain names; those of the API are nested.
    plain = {"preferences.priceRange.min": "price_min", "preferences.priceRange.max": "price_max"}
    shown = {plain.get(field, field): sentence for field, sentence in (errors or {}).items()}
    return make_response(render_template("shop/account/edit.html", typed=typed, errors=shown), status)
