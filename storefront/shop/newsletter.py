"""The newsletter: asked for in the footer of every page, confirmed and left by links in letters."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.content import newsletter
from storefront.domain.content.forms import NewsletterForm
from storefront.web import htmx
from storefront.web.limits import NEWSLETTER, limiter
from storefront.web.origin import carries_signature, on_shared_pages

bp = Blueprint("newsletter", __name__)

SAID = {
    "asked": "Thank you. If this address is not on our list yet, a letter with a link is on its way; please confirm it there.",
    "confirmed": "Thank you. Your address is confirmed, and our next letter comes to you.",
    "ended": "You are unsubscribed, and your address is forgotten. Should you miss us, enter it again.",
}


@bp.get("/newsletter")
def show() -> Response:
    """The form on a page of its own, and what is said after each step."""
    return _page(said=SAID.get(request.args.get("said", "")))


@bp.post("/newsletter")
@limiter.limit(NEWSLETTER)
@on_shared_pages
def create() -> Response:
    """Has a letter with a link written; the answer is the same for every address."""
    try:
        newsletter.ask(parse(NewsletterForm, request.form.to_dict()))
    except Invalid as refused:
        return _page(422, errors=refused.errors)
    return _page(said=SAID["asked"]) if htmx.wanted() else _done("asked")


@bp.get("/newsletter/<id>/confirmation")
def ask_to_confirm(id: str) -> Response:
    """A button: programs that look at links before their readers do press none."""
    newsletter.check("confirmation", id, request.args.get("key", ""))
    return _step("confirm")


@bp.post("/newsletter/<id>/confirmation")
@carries_signature
def confirm(id: str) -> Response:
    """The newsletter comes from now on."""
    newsletter.confirm(id, request.args.get("key", ""))
    return _done("confirmed")


@bp.get("/newsletter/<id>/end")
def ask_to_end(id: str) -> Response:
    """The same for leaving."""
    newsletter.check("end", id, request.args.get("key", ""))
    return _step("end")


@bp.post("/newsletter/<id>/end")
@carries_signature
def end(id: str) -> Response:
    """It comes no more. Mail programs send this themselves, and want no redirect (RFC 8058)."""
    newsletter.end(id, request.args.get("key", ""))
    return _page(said=SAID["ended"]) if "List-Unsubscribe" in request.form else _done("ended")


def _done(what: str) -> Response:
    return htmx.see_other(url_for(".show", said=what))


def _page(status: int = 200, errors: dict[str, str] | None = None, said: str | None = None) -> Response:
    named = {"typed": request.form, "errors": errors or {}, "said": said}
    template = "shop/newsletter/_letter.html" if htmx.wanted() else "shop/newsletter/show.html"
    return make_response(render_template(template, **named), status)


def _step(name: str) -> Response:
    response = make_response(render_template(f"shop/newsletter/{name}.html", address=request.full_path))
    # Whoever has this address may follow it: it goes nowhere else, and nobody keeps it.
    response.headers |= {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
    return response
