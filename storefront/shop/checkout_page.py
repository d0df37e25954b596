"""How the checkout looks at one of its steps: those before it told in a few words, those after it named."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, url_for

from storefront.core.clock import in_india, now
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.accounts import Person, queries
from storefront.domain.accounts.address_forms import STATES
from storefront.domain.accounts.queries import SavedAddress
from storefront.domain.accounts.services.addresses import MOST
from storefront.domain.cart import Bag
from storefront.domain.content.services import trade
from storefront.domain.delivery import Estimate, PinForm
from storefront.domain.delivery import queries as delivery
from storefront.domain.orders.drafting import NEW, as_typed
from storefront.domain.orders.from_bag import may_pay_on_delivery
from storefront.domain.orders.queries import last_details
from storefront.domain.orders.steps import Step, Typed, first_open
from storefront.shop.bag import shown, summary
from storefront.web import htmx
from storefront.web.sign_in import person

LABELS = {Step.CONTACT: "Contact and address", Step.DELIVERY: "Delivery", Step.PAYMENT: "Payment"}


@dataclass(frozen=True)
class StepShown:
    """As the component `steps` takes it."""

    name: str
    label: str
    url: str
    """'' where one cannot go yet."""
    state: str
    """"done", "now" or "next"."""


def checkout_page(bag: Bag, typed: Typed, step: Step, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    """The page, or for HTMX its part."""
    saved = _saved(person())
    filled = _filled(person(), typed, saved)
    pin = _pin(filled.get("pin", ""))
    named = {
        "step": step,
        "steps": _steps(typed, step),
        "typed": filled,
        "errors": errors or {},
        "saved": saved,
        "may_save": person() is not None and len(saved) < MOST,
        "estimate": _estimate(bag, pin),
        "states": STATES,
        "lines": [shown(line) for line in bag.lines],
        "bag": bag,
        "swapped": htmx.wanted(),
        **_sums(bag, pin, filled.get("state", "")),
    }
    part = "_checkout.html" if htmx.wanted() else "show.html"
    # What is refused is shown: HTMX exchanges nothing for a conflict.
    response = make_response(render_template(f"shop/checkout/{part}", **named), 422 if errors and htmx.wanted() else status)
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def address_of(step: Step) -> str:
    """Where this step is."""
    return url_for("shop.checkout.show", step=None if step is Step.CONTACT else step.value)


def _steps(typed: Typed, current: Step) -> list[StepShown]:
    order = list(Step)
    furthest = order.index(first_open(typed))
    return [
        StepShown(
            name=step,
            label=LABELS[step],
            url=address_of(step) if place <= furthest else "",
            state="now" if step is current else "done" if place < furthest else "next",
        )
        for place, step in enumerate(order)
    ]


def _saved(who: Person | None) -> list[SavedAddress]:
    """Where parcels of this account may go, the usual address first. The courier goes nowhere but in India."""
    mine = queries.addresses(who.id) if who else []
    here = [one for one in mine if one.type == "shipping" and one.country == "India"]
    return sorted(here, key=lambda one: not one.is_default)


def _filled(who: Person | None, typed: Typed, saved: list[SavedAddress]) -> dict[str, Any]:
    """What was typed, and before anything was: what is known of somebody who is signed in."""
    if "email" in typed or who is None:
        return dict(typed)
    known = last_details(who)
    usual = as_typed(saved[0]) if saved else {"address": NEW}
    return {**known, **usual, **{name: value for name, value in typed.items() if value}}


def _pin(typed: str) -> PinForm | None:
    try:
        return parse(PinForm, {"pin": typed.replace("-", "")})
    except Invalid:
        return None


def _sums(bag: Bag, pin: PinForm | None, state: str) -> dict[str, Any]:
    """Rows and total for the place that was typed, what the delivery costs there, and whether it may be paid at the door."""
    sums = summary(bag, {"zipCode": pin.pin, "state": state or trade().state} if pin else None)
    fee = next((row.amount for row in sums["rows"] if row.kind == "delivery"), 0)
    return {**sums, "fee": fee, "on_delivery": may_pay_on_delivery(sums["total"], trade())}


def _estimate(bag: Bag, pin: PinForm | None) -> Estimate | None:
    """The days on which the whole of the bag would be there; None without a PIN code."""
    if pin is None:
        return None
    return delivery.estimate(pin, trade(), in_india(now()).date(), made_to_order=bag.made_to_order)
