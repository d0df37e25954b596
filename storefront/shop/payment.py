"""Paying for an order: the page that leads to the gateway's window, and the way back from it."""

import json

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from storefront.core.errors import Invalid, ShopError, Unavailable
from storefront.core.site import site
from storefront.domain.orders import links, queries
from storefront.domain.orders.checkout import attach, snapshot
from storefront.domain.orders.settlement import confirm_return
from storefront.domain.payments.services import gateway
from storefront.shop.order_access import order_for
from storefront.web.origin import carries_signature
from storefront.web.security import allow_payment_window

bp = Blueprint("payment", __name__)


@bp.get("/order/<number>/payment")
def show(number: str) -> Response:
    """What is to be paid, and the way to the gateway's window. An order that needs no payment leads on to its page."""
    order_id = order_for(number)
    whole = queries.page(order_id)
    if not whole.can_be_paid:
        return make_response(redirect(links.path_of(number), 303))
    attach(snapshot(order_id))
    chosen = gateway()
    if chosen.name == "razorpay":
        allow_payment_window()
    named = {
        "whole": queries.page(order_id),
        "gateway": chosen,
        "key": links.key_of(number),
        "trouble": request.args.get("trouble"),
    }
    response = make_response(render_template("shop/payment/show.html", callback=_callback(), **named))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.route("/payment/return", methods=["GET", "POST"])
@carries_signature
def back() -> Response:
    """From the gateway's window: across sites, without cookies, with the gateway's signature."""
    brought = request.values
    if "razorpay_signature" not in brought:
        return _not_paid(brought)
    order_id = confirm_return(
        brought.get("razorpay_order_id", ""), brought.get("razorpay_payment_id", ""), brought["razorpay_signature"]
    )
    number = queries.page(order_id).order.number
    return make_response(redirect(f"{links.path_of(number)}&new=1", 303))


@bp.errorhandler(Invalid)
def refused(error: ShopError) -> Response:
    """The payment could not be confirmed: say so, with a way on."""
    return _trouble(422, error.sentence, url_for("shop.orders.index"), "Your orders")


@bp.errorhandler(Unavailable)
def away(error: ShopError) -> Response:
    """The payment service does not answer: the order waits, and one can try again."""
    number = (request.view_args or {}).get("number", "")
    response = _trouble(503, error.sentence, request.full_path if number else url_for("shop.orders.index"), "Try again", number)
    response.headers["Retry-After"] = "30"
    return response


def _trouble(status: int, sentence: str, back: str, words: str, number: str = "") -> Response:
    key = request.args.get("key")
    order = url_for("shop.orders.show", number=number, key=key) if number else ""
    named = {"status": status, "sentence": sentence, "back": back, "back_words": words, "order_url": order}
    response = make_response(render_template("errors/payment.html", **named), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _not_paid(brought: "MultiDict[str, str]") -> Response:
    """A failed or abandoned attempt, back to where one can try again."""
    try:
        gateway_order = json.loads(brought.get("error[metadata]", "{}")).get("order_id", "")
    except (ValueError, AttributeError, RecursionError):
        gateway_order = ""
    number = queries.number_of(str(gateway_order or brought.get("razorpay_order_id", "")))
    if number is None:
        return make_response(redirect(url_for("shop.bag.show"), 303))
    again = url_for("shop.payment.show", number=number, key=links.key_of(number), trouble=1)
    return make_response(redirect(again, 303))


def _callback() -> str:
    return site().address(url_for("shop.payment.back"))
