"""The end of the checkout's pages: from what was typed to an order."""

from dataclasses import dataclass

from storefront.core.errors import ShopError
from storefront.core.forms import parse
from storefront.domain.accounts import Person
from storefront.domain.cart import Owner
from storefront.domain.orders.checkout import place, place_on_delivery
from storefront.domain.orders.drafting import keep, typed_of
from storefront.domain.orders.errors import AlreadyPaid, EmptyBag
from storefront.domain.orders.forms import CheckoutForm
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.steps import Step, Typed, merged


@dataclass(frozen=True)
class Bought:
    """An order by its number; `to_pay`: it waits for its payment."""

    number: str
    to_pay: bool


def buy(owner: Owner, person: Person | None, sent: Typed) -> Bought:
    """Places the order of this bag with all that was typed. Repeating answers the same order.

    What is refused is kept as it was typed. Invalid; all that `place` and `place_on_delivery` raise.
    """
    typed = merged(typed_of(owner), Step.PAYMENT, sent)
    try:
        form = parse(CheckoutForm, typed)
        if form.pay == "cod":
            return Bought(place_on_delivery(owner, person, _details(form)), to_pay=False)
        return Bought(place(owner, person, _details(form)).number, to_pay=True)
    except (EmptyBag, AlreadyPaid):
        raise
    except ShopError:
        keep(owner, typed)
        raise


def _details(form: CheckoutForm) -> Details:
    return Details(
        email=form.email,
        name=form.name,
        phone=form.phone,
        gstin=form.gstin or "",
        shipping_address=form.address,
        notes={"note": form.note} if form.note else {},
    )
