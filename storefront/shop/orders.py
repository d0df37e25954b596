"""Orders as their buyers see them: the list in the account, and one order by account or signed link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, request

from storefront.core.clock import in_india, now
from storefront.core.errors import Invalid, ShopError
from storefront.core.forms import parse
from storefront.core.wording import means, plural, weekday
from storefront.domain.accounts.address_forms import STATES
from storefront.domain.content import services as content
from storefront.domain.media import Picture
from storefront.domain.orders import addressing, fulfilment, links, queries, returns
from storefront.domain.orders.errors import NoSuchOrder
from storefront.domain.orders.forms import DeliveryForm
from storefront.domain.orders.queries import OrderPage
from storefront.domain.orders.states import Status
from storefront.domain.orders.totals import Row
from storefront.shop.order_access import order_for
from storefront.web import htmx
from storefront.web.errors import status_of
from storefront.web.sign_in import person, require_person

bp = Blueprint("orders", __name__)


@dataclass(frozen=True)
class Step:
    """A step of the timeline."""

    label: str
    state: str
    at: datetime | None = None
    note: str = ""
    url: str = ""
    """Where more is told of it."""


@dataclass(frozen=True)
class PieceShown:
    """A line of an order as the component `mini` takes it."""

    name: str
    slug: str
    picture: Picture | None
    options: dict[str, Any]
    quantity: int
    total: int


@bp.get("/account/orders")
def index() -> Response:
    """One's own orders, the newest first."""
    found, total = queries.orders_of(require_person(), limit=100)
    orders = [(one.order, [piece(line) for line in one.lines]) for one in found]
    return _private(render_template("shop/orders/index.html", orders=orders, total=total))


@bp.get("/account/orders/<number>")
def own(number: str) -> Response:
    """One of one's own orders."""
    require_person()
    return page(order_for(number))


@bp.get("/order/<number>")
def show(number: str) -> Response:
    """An order by its signed link, or by its buyer's sign-in; who comes from paying is thanked."""
    order_id = order_for(number)
    if "new" not in request.args:
        return page(order_id)
    whole = queries.page(order_id)
    return _thanks(whole) if whole.order.status == Status.CONFIRMED else page(order_id)


@bp.get("/order/<number>/invoice")
def invoice(number: str) -> Response:
    """What was bought, for whom and at what price, to be printed; there is none before the shop is bound."""
    whole = queries.page(order_for(number))
    if whole.order.status in (Status.PENDING, Status.CANCELLED) and whole.order.paid_at is None:
        raise NoSuchOrder
    named = {"whole": whole, "order": whole.order, "rows": amounts(whole), "key": links.key_of(number)}
    return _private(render_template("shop/orders/invoice.html", taxes=whole.taxes, **named))


@bp.post("/order/<number>/address")
def address(number: str) -> Response:
    """Where the parcel goes, for an order that was placed without an address."""
    order_id = order_for(number)
    try:
        addressing.set_address(order_id, parse(DeliveryForm, request.form.to_dict()).address, person())
    except ShopError as refused:
        errors = refused.errors if isinstance(refused, Invalid) else {"": refused.sentence}
        return page(order_id, status_of(refused)[0], form=request.form.to_dict(), errors=errors)
    return htmx.see_other(links.path_of(number))


@bp.post("/order/<number>/cancellation")
def cancel(number: str) -> Response:
    """The buyer calls the order off, as long as it has not left the shop."""
    order_id = order_for(number)
    try:
        fulfilment.cancel(order_id, person())
    except ShopError as refused:
        return page(order_id, status_of(refused)[0], trouble=refused.sentence)
    return make_response(redirect(links.path_of(number), 303))


def piece(line: Any) -> PieceShown:
    picture = Picture.from_json(line.picture) if line.picture else None
    return PieceShown(line.name, line.slug, picture, line.options, line.quantity, line.price * line.quantity)


def amounts(whole: OrderPage) -> list[Row]:
    """The rows of the order's totals."""
    words = plural(whole.pieces, "piece") if whole.lines else "Deposit"
    return [Row("goods", words, "order", whole.order.subtotal), *whole.beside]


def timeline(whole: OrderPage) -> list[Step]:
    """The way of the parcel: what has happened, where it stands, what comes."""
    order = whole.order
    if order.status == Status.CANCELLED:
        return [Step("Placed", "done", order.created_at), Step("Cancelled", "now", order.cancelled_at)]
    reached = [order.created_at, order.paid_at, order.shipped_at, order.delivered_at]
    labels = ["Placed", "Paid" if order.paid_at or order.status == Status.PENDING else "Confirmed", "On its way", "Delivered"]
    stand = {Status.PENDING: 0, Status.CONFIRMED: 1, Status.SHIPPED: 2, Status.DELIVERED: 3}[Status(order.status)]
    states = ["done" if place < stand else "now" if place == stand else "next" for place in range(4)]
    parcel = f"Tracking number {order.tracking_number}" if order.tracking_number else ""
    notes = ["", f"By {means(order.payment_method)}" if order.paid_at else "", parcel, _expected(order)]
    urls = ["", "", _followed(order.tracking_number), ""]
    return [Step(*step) for step in zip(labels, states, reached, notes, urls, strict=True)]


def _expected(order: Any) -> str:
    """By when the parcel should be there; nothing once it is, or when the day has passed without it."""
    due = order.estimated_delivery
    still = due is not None and order.delivered_at is None and due >= in_india(now()).date()
    return f"By {weekday(due)}" if still else ""


def _followed(number: str) -> str:
    """The courier's page on this parcel, where the shop knows one."""
    there = content.trade().tracking_url
    return there.replace("{number}", quote(number, safe="")) if number and there.startswith("https://") else ""


def page(order_id: str, status: int = 200, **more: Any) -> Response:
    """The order's page; `more` is what was typed into it and refused."""
    whole = queries.page(order_id)
    named = {
        "whole": whole,
        "order": whole.order,
        "pieces": [piece(line) for line in whole.lines],
        "rows": amounts(whole),
        "steps": timeline(whole),
        "key": links.key_of(whole.order.number),
        "states": STATES,
        "wants_return": returns.asked(whole.events),
        "can_be_returned": returns.can_be_asked(whole.order),
    }
    return _private(render_template("shop/orders/show.html", **{"form": {}, "errors": {}, **named, **more}), status)


def _thanks(whole: OrderPage) -> Response:
    """The confirmation."""
    pictures = [piece(line).picture for line in whole.lines if line.picture]
    named = {"whole": whole, "order": whole.order, "picture": pictures[0] if pictures else None}
    return _private(render_template("shop/orders/thanks.html", follow=links.path_of(whole.order.number), **named))


def _private(html: str, status: int = 200) -> Response:
    response = make_response(html, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
