"""When a piece would be at somebody's door: asked by PIN code beside the piece."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid, NotFound
from storefront.core.forms import parse
from storefront.domain.catalog import queries as catalog
from storefront.domain.delivery import PinForm
from storefront.web import delivery_pin, htmx
from storefront.web.sign_in import person

bp = Blueprint("delivery", __name__)


@bp.get("/p/<slug>/delivery")
def show(slug: str) -> Response:
    """The days for this PIN code, or for the one that was asked about last; without either the question."""
    form, errors = delivery_pin.remembered(), {}
    if "pin" in request.args:
        try:
            form = parse(PinForm, request.args.to_dict())
        except Invalid as refused:
            form, errors = None, refused.errors
    response = _page(slug, form, errors)
    if form and "pin" in request.args:
        delivery_pin.remember(response, form)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(slug: str, form: PinForm | None, errors: dict[str, str]) -> Response:
    found = catalog.cards([catalog.product_ref(slug, person()).id])
    if not found:
        raise NotFound
    card = found[0]
    named = {
        "card": card,
        "estimate": delivery_pin.estimate(card.id, catalog.stock_line(card.id), form),
        "typed": form.pin if form else request.args.get("pin", ""),
        "error": errors.get("pin"),
        "crumbs": [
            ("Home", url_for("shop.home.show")),
            (card.name, url_for("shop.product.show", slug=card.slug)),
            ("Delivery", None),
        ],
    }
    template = "shop/delivery/_answer.html" if htmx.wanted() else "shop/delivery/show.html"
    return make_response(render_template(template, **named), 422 if errors else 200)
