"""The checkout: one page in three steps, as a guest or signed in.

Each step is a plain form, and HTMX exchanges the steps in place. Sending one twice, going back or loading again never makes a
second order, and nothing that was typed is lost: it is kept with the bag, and every page is drawn from what is kept.
"""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from storefront.core.errors import Invalid, ShopError
from storefront.domain.cart.queries import bag as read
from storefront.domain.orders import links
from storefront.domain.orders.buying import Bought, buy
from storefront.domain.orders.drafting import answer, typed_of
from storefront.domain.orders.errors import AlreadyPaid, EmptyBag
from storefront.domain.orders.steps import CHECKED, Step, first_open, offered, reachable, step_of, trouble_with
from storefront.shop.checkout_page import address_of, checkout_page
from storefront.web import htmx
from storefront.web.bag import known_owner, owner
from storefront.web.errors import status_of
from storefront.web.limits import ORDER, STEP, limiter
from storefront.web.sign_in import person

bp = Blueprint("checkout", __name__)


def _limit() -> str:
    return ORDER if _wanted(Step.PAYMENT) is Step.PAYMENT else STEP


@bp.get("/checkout")
def show() -> Response:
    """A step, filled with what is known of the buyer; the first that is open if that comes before it. An empty bag leads back."""
    mine = known_owner()
    bag = read(mine) if mine else None
    if mine is None or bag is None or not bag.lines:
        return htmx.see_other(url_for("shop.bag.show"))
    typed, wanted = typed_of(mine), _wanted(Step.CONTACT)
    step = reachable(typed, wanted)
    if step is not wanted:
        return htmx.see_other(address_of(step))
    return checkout_page(bag, typed, step)


@bp.post("/checkout")
@limiter.limit(_limit)
def create() -> Response:
    """Takes a step, and leads to the next; the last one places the order and leads on to its payment."""
    step, mine, who = _wanted(Step.PAYMENT), owner(), person()
    try:
        if step is Step.PAYMENT:
            return _to_the_order(buy(mine, who, request.form.to_dict()))
        typed = answer(mine, who, step, request.form.to_dict())
    except (EmptyBag, AlreadyPaid) as ended:
        return _leave(ended)
    except ShopError as refused:
        errors = refused.errors if isinstance(refused, Invalid) else {"": refused.sentence}
        return checkout_page(read(mine), typed_of(mine), step_of(errors, step), errors, status_of(refused)[0])
    following = first_open(typed)
    if not htmx.wanted():
        return htmx.see_other(f"{address_of(following)}#{following}")
    return htmx.push(checkout_page(read(mine), typed, following), address_of(following))


@bp.post("/checkout/fields/<name>")
def check(name: str) -> Response:
    """What there is to say of one field that was just left; nothing is kept."""
    value = request.form.get(name, "")
    error = trouble_with(name, value) if name in CHECKED else ""
    found = offered({"pin": value}) if name == "pin" else {}
    return make_response(render_template("shop/checkout/_said.html", name=name, error=error, found=found))


def _wanted(otherwise: Step) -> Step:
    return Step.named(request.args.get("step", ""), otherwise)


def _to_the_order(bought: Bought) -> Response:
    if not bought.to_pay:
        return htmx.see_other(f"{links.path_of(bought.number)}&new=1")
    return htmx.see_other(url_for("shop.payment.show", number=bought.number, key=links.key_of(bought.number)))


def _leave(ended: ShopError) -> Response:
    if isinstance(ended, AlreadyPaid):
        return htmx.see_other(links.path_of(ended.number))
    return htmx.see_other(url_for("shop.bag.show"))
