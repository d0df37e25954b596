"""What the shop keeps of somebody: to be taken along, and to be deleted."""

import msgspec
from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.accounts import services
from storefront.domain.accounts.errors import LastAdmin
from storefront.domain.accounts.forms import DeletionForm
from storefront.web import htmx, sign_in
from storefront.web.limits import EXPORT, SIGN_IN, limiter
from storefront.web.sign_in import require_person

bp = Blueprint("personal_data", __name__)


@bp.get("/account/data")
def show() -> Response:
    """What is kept, the download, and the way out."""
    require_person()
    return _page()


@bp.get("/account/data/download")
@limiter.limit(EXPORT)
def download() -> Response:
    """All of it, as one JSON file."""
    body = msgspec.json.format(msgspec.json.encode(services.export(require_person())), indent=2)
    response = Response(body, content_type="application/json; charset=utf-8")
    response.headers |= {"Content-Disposition": 'attachment; filename="my-data.json"', "Cache-Control": "no-store"}
    return response


@bp.post("/account/deletion")
@limiter.shared_limit(SIGN_IN, scope="sign-in")
def delete() -> Response:
    """Ends the account of whoever knows its password."""
    who = require_person()
    try:
        services.delete_account(who, parse(DeletionForm, request.form.to_dict()))
    except Invalid as refused:
        return _page(422, refused.errors)
    except LastAdmin as refused:
        return _page(409, {"": refused.sentence})
    response = htmx.see_other(url_for(".goodbye"))
    sign_in.clear_cookies(response)
    return response


@bp.get("/account/deletion")
def goodbye() -> Response:
    """Said to whoever has just left; for everybody else the way to the form."""
    if sign_in.person():
        return htmx.see_other(url_for(".show", _anchor="deletion"))
    return make_response(render_template("shop/personal_data/goodbye.html"))


def _page(status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return make_response(render_template("shop/personal_data/show.html", errors=errors or {}), status)
