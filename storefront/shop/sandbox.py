"""The page that stands in for Razorpay's window while the shop has no keys. Marked as a test; gone with real payments."""

from typing import Literal
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from storefront import adapters
from storefront.adapters.payments.sandbox import SandboxGateway
from storefront.core.errors import NotFound
from storefront.core.forms import Form, parse
from storefront.domain.orders import links, queries, webhooks

bp = Blueprint("sandbox", __name__)


class OutcomeForm(Form):
    """What the pretended bank says."""

    outcome: Literal["captured", "authorized", "failed"]
    method: Literal["upi", "card", "netbanking"] = "upi"


@bp.get("/sandbox/<gateway_order>")
def show(gateway_order: str) -> Response:
    """The pretended window."""
    order = _gateway().fetch_order(gateway_order)
    return make_response(render_template("shop/sandbox/show.html", order=order, cancel=_back_to_order(gateway_order)))


@bp.post("/sandbox/<gateway_order>")
def pay(gateway_order: str) -> Response:
    """Pretends to pay, tells the shop by webhook as Razorpay would, and sends the browser back with a signature."""
    form, gateway = parse(OutcomeForm, request.form.to_dict()), _gateway()
    payment = gateway.pay(gateway_order, form.outcome, form.method)
    webhooks.receive(*gateway.event(f"payment.{payment.status}", payment))
    brought = {"razorpay_order_id": gateway_order}
    if form.outcome != "failed":
        signature = gateway.sign(gateway_order, payment.id)
        brought |= {"razorpay_payment_id": payment.id, "razorpay_signature": signature}
    return make_response(redirect(f"{url_for('shop.payment.back')}?{urlencode(brought)}", 303))


def _gateway() -> SandboxGateway:
    chosen = adapters.gateway()
    if not isinstance(chosen, SandboxGateway):
        raise NotFound
    return chosen


def _back_to_order(gateway_order: str) -> str:
    number = queries.number_of(gateway_order)
    return url_for("shop.payment.show", number=number, key=links.key_of(number), trouble=1) if number else "/"
