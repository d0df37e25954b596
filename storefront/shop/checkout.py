"""The checkout: one page, as a guest or signed in. Sending it twice, going back or loading again never makes a second order."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from storefront.core.errors import Invalid, ShopError
from storefront.core.forms import parse
from storefront.domain.accounts import Person
from storefront.domain.accounts.address_forms import STATES
from storefront.domain.cart.queries import bag as read
from storefront.domain.content.services import trade
from storefront.domain.orders import links
from storefront.domain.orders.checkout import place, place_on_delivery
from storefront.domain.orders.drafts import Details, may_pay_on_delivery
from storefront.domain.orders.errors import AlreadyPaid, EmptyBag
from storefront.domain.orders.forms import CheckoutForm
from storefront.domain.orders.queries import last_details
from storefront.shop.bag import shown, summary
from storefront.web import htmx
from storefront.web.bag import known_owner, owner
from storefront.web.errors import status_of
from storefront.web.limits import ORDER, limiter
from storefront.web.sign_in import person

bp = Blueprint("checkout", __name__)


@bp.get("/checkout")
def show() -> Response:
    """The form, filled with what is known of the buyer; an empty bag leads back to the bag."""
    mine = known_owner()
    if mine is None or not read(mine).lines:
        return make_response(redirect(url_for("shop.bag.show"), 303))
    return _page(_known(person()), {})


@bp.post("/checkout")
@limiter.limit(ORDER)
def create() -> Response:
    """Places the order and leads on to its payment."""
    typed = request.form.to_dict()
    try:
        form = parse(CheckoutForm, typed)
        if form.pay == "cod":
            return htmx.see_other(f"{links.path_of(place_on_delivery(owner(), person(), _details(form)))}&new=1")
        placed = place(owner(), person(), _details(form))
    except (EmptyBag, AlreadyPaid) as ended:
        return _leave(ended)
    except ShopError as refused:
        return _page(typed, _errors(refused), status_of(refused)[0])
    return htmx.see_other(url_for("shop.payment.show", number=placed.number, key=links.key_of(placed.number)))


def _details(form: CheckoutForm) -> Details:
    return Details(
        email=form.email,
        name=form.name,
        phone=form.phone,
        gstin=form.gstin or "",
        shipping_address=form.address,
        notes={"note": form.note} if form.note else {},
    )


def _leave(ended: ShopError) -> Response:
    if isinstance(ended, AlreadyPaid):
        return htmx.see_other(links.path_of(ended.number))
    return htmx.see_other(url_for("shop.bag.show"))


def _errors(refused: ShopError) -> dict[str, str]:
    return refused.errors if isinstance(refused, Invalid) else {"": refused.sentence}


def _known(who: Person | None) -> dict[str, Any]:
    return last_details(who) if who else {}


def _page(typed: dict[str, Any], errors: dict[str, str], status: int = 200) -> Response:
    bag = read(owner())
    named = {"form": typed, "errors": errors, "bag": bag, "lines": [shown(line) for line in bag.lines], **summary(bag)}
    named["on_delivery"] = may_pay_on_delivery(named["total"], trade())
    response = make_response(render_template("shop/checkout/show.html", states=STATES, **named), status)
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
