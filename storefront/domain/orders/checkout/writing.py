"""The rows of a new order."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from storefront.core.clock import now
from storefront.core.db import session
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.cart import Bag
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.content import Trade
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import from_bag, journal
from storefront.domain.orders.checkout.standing import Standing
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.models import Adjustment, Order, OrderLine
from storefront.domain.orders.numbers import new_number
from storefront.domain.orders.states import Status
from storefront.domain.orders.totals import Totals
from storefront.domain.promotions import uses as coupons
from storefront.domain.promotions.uses import Customer

_ORDER, _LINE, _ADJUSTMENT = insert(Order.__table__), insert(OrderLine.__table__), insert(Adjustment.__table__)


def write_order(
    bag: Bag, person: Person | None, details: Details, sums: Totals, print_: str, terms: Trade, origin: str | None
) -> Standing:
    """The order of this bag with its lines and amounts, and its pieces held. Inside a transaction. CouponRefused, OutOfStock."""
    amounts = {name: getattr(sums, name) for name in ("subtotal", "discount", "shipping", "tax", "total")}
    expected = from_bag.expected(bag, terms, details.shipping_address)
    more = {"fingerprint": print_, "coupon": bag.code or "", "estimated_delivery": expected}
    order = insert_order(person, bag.cart_id, details, terms, origin, amounts=amounts, **more)
    lines = from_bag.line_rows(bag, order.id)
    session().execute(_LINE, lines)
    session().execute(_ADJUSTMENT, from_bag.adjustment_rows(sums, order.id, lines))
    if bag.code:
        coupons.take(
            bag.code, origin or order.id, bag.cart_id, Customer(person.id if person else None, details.email), again=bool(origin)
        )
    names = {line.product.id: line.product.name for line in bag.lines}
    stock_flipped(inventory.hold_new(order.id, from_bag.wanted(bag), bag.cart_id, names))
    return order


def insert_order(
    person: Person | None,
    cart_id: str | None,
    details: Details,
    terms: Trade,
    origin: str | None,
    *,
    amounts: dict[str, int],
    **more: Any,
) -> Standing:
    """The order's row alone, and the first word of its history. Inside a transaction."""
    order_id, number, moment = new_id(), new_number(), now()
    email = details.email.strip().lower()
    row = {
        "id": order_id,
        "number": number,
        "user_id": person.id if person else None,
        "cart_id": cart_id,
        "open_cart_id": cart_id,
        "origin_id": origin or order_id,
        "email": email,
        "name": details.name,
        "phone": details.phone,
        "gstin": details.gstin,
        "shipping_address": details.shipping_address,
        "billing_address": details.billing_address or details.shipping_address,
        "notes": details.notes,
        "receipt": details.receipt,
        "hold_until": moment + timedelta(minutes=terms.hold_minutes),
        "status": Status.PENDING,
        "created_at": moment,
        "updated_at": moment,
    }
    session().execute(_ORDER, {**row, **amounts, **more})
    journal.note(order_id, "placed", "The order was placed.", journal.actor_of(person))
    return Standing(order_id, number, amounts["total"], None, email, is_new=True)
