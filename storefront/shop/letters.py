"""Which letters somebody wants."""

from flask import Blueprint, Response, render_template, request, url_for

from storefront.domain.content import personal
from storefront.domain.notifications.choices import OPTIONAL
from storefront.web import htmx
from storefront.web.sign_in import require_person

bp = Blueprint("letters", __name__)

KINDS = {personal.NEWSLETTER: ("Four letters a year", "New pieces, and the story of a stone."), **OPTIONAL}
SAID = {
    "kept": "Your choices are kept.",
    "asked": "Your choices are kept. For our four letters a year we have sent you a link; please confirm it there.",
}


@bp.get("/account/letters")
def edit() -> str:
    """The kinds of letters, and which of them come."""
    wanted = personal.wanted(require_person())
    said = SAID.get(request.args.get("said", ""))
    return render_template("shop/letters/edit.html", kinds=KINDS, wanted=wanted, said=said)


@bp.post("/account/letters")
def update() -> Response:
    """Keeps the choices."""
    asked = personal.choose(require_person(), request.form.getlist("kinds"))
    return htmx.see_other(url_for(".edit", said="asked" if asked else "kept"))
