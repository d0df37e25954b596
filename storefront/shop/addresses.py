"""The addresses that an account keeps: where parcels and bills go."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid, ShopError
from storefront.core.forms import parse
from storefront.domain.accounts import Person, queries, services
from storefront.domain.accounts.address_forms import STATES, AddressChangesForm, SavedAddressForm
from storefront.domain.accounts.errors import NoSuchAddress
from storefront.web import htmx
from storefront.web.errors import status_of
from storefront.web.sign_in import require_person

bp = Blueprint("addresses", __name__)

SAID = {
    "added": "Your address is kept.",
    "changed": "Your address is changed.",
    "chosen": "This is where we send things from now on, unless you say otherwise.",
    "removed": "The address is removed.",
}


@bp.get("/account/addresses")
def index() -> Response:
    """All of them, and the form for one more."""
    who = require_person()
    return _list(who, {"name": who.name, "phone": who.contact, "type": "shipping"})


@bp.post("/account/addresses")
def create() -> Response:
    """Keeps one more."""
    who = require_person()
    try:
        services.add_address(who, parse(SavedAddressForm, request.form.to_dict()))
    except ShopError as refused:
        return _list(who, request.form, status_of(refused)[0], _errors(refused))
    return _back("added")


@bp.get("/account/addresses/<id>")
def edit(id: str) -> Response:
    """The form for one of them."""
    kept = _mine(id, require_person())
    return _form(id, {**vars(kept), "zipCode": kept.zip_code, "isDefault": kept.is_default})


@bp.post("/account/addresses/<id>")
def update(id: str) -> Response:
    """Changes it."""
    who = require_person()
    try:
        services.change_address(who, id, parse(AddressChangesForm, request.form.to_dict()))
    except Invalid as refused:
        return _form(_mine(id, who).id, request.form, 422, refused.errors)
    return _back("changed")


@bp.post("/account/addresses/<id>/choice")
def choose(id: str) -> Response:
    """Makes it the default of its type."""
    services.choose_address(require_person(), id)
    return _back("chosen")


@bp.post("/account/addresses/<id>/removal")
def remove(id: str) -> Response:
    """Forgets it."""
    services.remove_address(require_person(), id)
    return _back("removed")


def _mine(address_id: str, who: Person) -> queries.SavedAddress:
    found = queries.address(address_id, who.id)
    if found is None:
        raise NoSuchAddress
    return found


def _errors(refused: ShopError) -> dict[str, str]:
    return refused.errors if isinstance(refused, Invalid) else {"": refused.sentence}


def _back(what: str) -> Response:
    return htmx.see_other(url_for("shop.addresses.index", said=what))


def _list(who: Person, typed: Any, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    kept, said = queries.addresses(who.id), SAID.get(request.args.get("said", ""))
    named = {"addresses": kept, "typed": typed, "errors": errors or {}, "said": said, "states": STATES}
    return make_response(render_template("shop/addresses/index.html", **named), status)


def _form(address_id: str, typed: Any, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    named = {"id": address_id, "typed": typed, "errors": errors or {}, "states": STATES}
    return make_response(render_template("shop/addresses/edit.html", **named), status)
