"""Orders for staff: the list by state, one order, and what can be done with it."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from storefront.backoffice.tabs import Tab
from storefront.core.errors import Invalid, ShopError
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.domain.accounts import queries as accounts
from storefront.domain.media import Picture
from storefront.domain.orders import fulfilment, queries, refunds, returns
from storefront.domain.orders.forms import RefundForm, ShipForm
from storefront.domain.orders.states import Status, moves_from
from storefront.web.errors import status_of
from storefront.web.paging import Page
from storefront.web.sign_in import require_admin

bp = Blueprint("orders", __name__)
SIZE = 25
SAID = {
    "confirmation": "Accepted. It is to be packed now, and the buyer is told by mail.",
    "shipment": "On its way, and the buyer is told by mail.",
    "delivery": "Delivered.",
    "cancellation": "Cancelled, and the buyer is told by mail.",
    "return": "Taken back, and the buyer is told by mail.",
    "return-answer": "Marked as answered.",
    "refund": "The money goes back, and the buyer is told by mail.",
}
"""What an act says once it is done, by the last word of its address."""
TO_SEND_BACK = "return"
"""What the list shows besides the states: orders that their buyers ask to send back."""


@bp.get("/orders")
def index() -> str:
    """All orders, the newest first; the address holds state, words and page."""
    asked = request.args.get("state", "")
    chosen = next((state for state in Status if state == asked), None)
    words, number = request.args.get("q", "").strip()[:100], _number(request.args.get("page", ""))
    back = asked == TO_SEND_BACK
    found, total = queries.for_staff(status=chosen, to_send_back=back, words=words, page=number, limit=SIZE)
    pictures = _pictures(line for one in found for line in one.lines)
    state = TO_SEND_BACK if back else chosen
    named = {"orders": found, "pictures": pictures, "page": Page(number, SIZE, total), "words": words, "state": state}
    return render_template("backoffice/orders/index.html", tabs=_tabs(state, words), **named)


@bp.get("/orders/<number>")
def show(number: str) -> Response:
    """One order with all that belongs to it."""
    return _page(queries.find(number, require_admin()))


@bp.post("/orders/<number>/confirmation")
def confirm(number: str) -> Response:
    """Accepts an order that was not paid here."""
    return _act(number, fulfilment.confirm)


@bp.post("/orders/<number>/shipment")
def ship(number: str) -> Response:
    """The parcel has left."""

    def send(order_id: str, who: Any) -> None:
        form = parse(ShipForm, request.form.to_dict())
        fulfilment.ship(order_id, who, form.tracking_number or "", form.instead_of or "")

    return _act(number, send)


@bp.post("/orders/<number>/delivery")
def deliver(number: str) -> Response:
    """The parcel has arrived."""
    return _act(number, fulfilment.deliver)


@bp.post("/orders/<number>/cancellation")
def cancel(number: str) -> Response:
    """Calls the order off: pieces back on the shelf, money back to the buyer."""
    return _act(number, fulfilment.cancel)


@bp.post("/orders/<number>/return")
def take_back(number: str) -> Response:
    """The parcel came back before it was delivered."""
    return _act(number, fulfilment.take_back)


@bp.post("/orders/<number>/return-answer")
def answer_return(number: str) -> Response:
    """The buyer who would like to send it back has got an answer."""
    return _act(number, returns.answer)


@bp.post("/orders/<number>/refund")
def refund(number: str) -> Response:
    """Money back to the buyer, all that is left or so much of it; the pieces back on the shelf, or not."""
    return _act(number, lambda order_id, who: refunds.refund(order_id, _refund_form(), who))


def _refund_form() -> RefundForm:
    """The fields of the form; how many pieces of a line are back stands in a field that bears the line's id."""
    typed = request.form.to_dict()
    back = {name.removeprefix("back."): count for name, count in typed.items() if name.startswith("back.")}
    return parse(RefundForm, {**typed, "pieces": {line: count for line, count in back.items() if count.strip(" 0")}})


def _act(number: str, action: Any) -> Response:
    """Does it and shows the order; a refusal shows the order with the sentence on top."""
    who = require_admin()
    order_id = queries.find(number, who)
    try:
        action(order_id, who)
    except ShopError as refused:
        errors = refused.errors if isinstance(refused, Invalid) else {}
        return _page(order_id, status_of(refused)[0], trouble=refused.sentence, errors=errors)
    done = request.path.rpartition("/")[2]
    return make_response(redirect(url_for("backoffice.orders.show", number=number, said=done), 303))


def _page(order_id: str, status: int = 200, **more: Any) -> Response:
    whole = queries.page(order_id)
    order = whole.order
    named = {"order": order, "pictures": _pictures(whole.lines), "moves": moves_from(Status(order.status)), "errors": {}, **more}
    typed = request.form.to_dict()
    # A form that was refused keeps its key: it has given nothing back.
    key = typed.get("key") or new_id()
    named["wants_return"] = returns.asked(whole.events)
    named["names"] = accounts.names_of(event.actor for event in whole.events)
    named["said"] = SAID.get(request.args.get("said", ""))
    return make_response(render_template("backoffice/orders/show.html", whole=whole, typed=typed, key=key, **named), status)


def _pictures(lines: Iterable[Any]) -> dict[str, Picture]:
    """Of each line that has one, by the line's id."""
    return {line.id: Picture.from_json(line.picture) for line in lines if line.picture}


def _tabs(chosen: str | None, words: str) -> list[Tab]:
    counts = {**queries.counts(), TO_SEND_BACK: queries.to_send_back()}
    labels: dict[str | None, str] = {
        None: "All",
        Status.PENDING: "Waiting for payment",
        Status.CONFIRMED: "To pack",
        Status.SHIPPED: "On the way",
        Status.DELIVERED: "Delivered",
        TO_SEND_BACK: "To send back",
        Status.CANCELLED: "Cancelled",
    }
    return [
        Tab(
            label,
            url_for("backoffice.orders.index", state=state, q=words or None),
            sum(counts.values()) - counts[TO_SEND_BACK] if state is None else counts.get(state, 0),
            state == chosen,
        )
        for state, label in labels.items()
    ]


def _number(text: str) -> int:
    return min(max(int(text), 1), 400) if text.isascii() and text.isdigit() and len(text) < 6 else 1
