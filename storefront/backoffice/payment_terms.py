"""How orders may be paid: set here by staff."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.core.money import lakh
from storefront.domain.content.forms import PaymentTermsForm
from storefront.domain.content.services import change_trade, trade
from storefront.web.sign_in import require_admin

bp = Blueprint("payment_terms", __name__)


@bp.get("/settings/payments")
def show() -> Response:
    """The terms as they stand."""
    terms = trade()
    typed = {"cod": terms.cod, "codLimit": lakh(terms.cod_limit).removeprefix("₹"), "codOrders": terms.cod_orders}
    return _page(typed, kept="kept" in request.args)


@bp.post("/settings/payments")
def change() -> Response:
    """From now on; orders that stand are not touched."""
    typed = request.form.to_dict()
    try:
        change_trade(parse(PaymentTermsForm, typed).terms, require_admin())
    except Invalid as refused:
        return _page(typed, 422, errors=refused.errors)
    return make_response(redirect(url_for("backoffice.payment_terms.show", kept=1), 303))


def _page(typed: dict[str, Any], status: int = 200, **more: Any) -> Response:
    named = {"typed": typed, "errors": {}, "kept": False, **more}
    return make_response(render_template("backoffice/payment_terms/show.html", **named), status)
