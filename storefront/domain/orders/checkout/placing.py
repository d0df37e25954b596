"""The bag becomes an order: priced, written and held in one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, case, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.errors import Invalid
from storefront.domain.accounts import Person
from storefront.domain.cart import Bag, Owner
from storefront.domain.cart.services import lock
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.content import Trade
from storefront.domain.content.services import trade
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import from_bag
from storefront.domain.orders.cash import promise
from storefront.domain.orders.checkout.attaching import attach, clear_the_way, refuse_if_paid
from storefront.domain.orders.checkout.standing import Placed, Standing, snapshot
from storefront.domain.orders.checkout.waiting import WAITING, check_waiting
from storefront.domain.orders.checkout.writing import write_order
from storefront.domain.orders.errors import BagChanged, EmptyBag, NotOnDelivery, TooManyOpenOrders
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import Status
from storefront.domain.payments import services as payments

LEAST = 100
"""Paise: what gateways take at the least."""

_o = Order.__table__.c
_OPEN = select(_o.id, _o.fingerprint, _o.hold_until).where(_o.open_cart_id == bindparam("cart")).with_for_update()
_UNSOLD = _o.paid_at.is_(None) & _o.status.in_((Status.PENDING, Status.CANCELLED))
_LAST = select(case((_UNSOLD, _o.origin_id))).where(_o.cart_id == bindparam("cart")).order_by(_o.id.desc()).limit(1)
_STANDING = select(
    select(_o.id).where(_o.open_cart_id == bindparam("cart")).scalar_subquery().label("open"),
    WAITING.scalar_subquery().label("waiting"),
    _LAST.scalar_subquery().label("origin"),
)
"""The bag's open order, how many orders of this buyer wait, and, if the bag's last order came to nothing, which purchase this is
another attempt at."""


@dataclass(frozen=True)
class _InTheWay:
    """The bag's open order is for something else."""

    order_id: str


def place(owner: Owner, person: Person | None, details: Details) -> Placed:
    """The order of this bag, held and known to the gateway. The same bag and details answer the same order.

    EmptyBag, BagChanged, CouponRefused, OutOfStock, TooManyOpenOrders; AlreadyPaid if the bag's open order turns out to be paid;
    PaymentsClosed, GatewayUnavailable (the order stands and the next attempt goes on with it), GatewayRefused.
    """
    payments.gateway()
    for _ in range(3):
        outcome = _hold(owner, person, details)
        if isinstance(outcome, Standing):
            return attach(outcome)
        clear_the_way(outcome.order_id)
    raise TooManyOpenOrders


def place_on_delivery(owner: Owner, person: Person | None, details: Details) -> str:
    """The order of this bag, accepted, to be paid on delivery; returns its number. NotOnDelivery where the shop does not take it.

    As for `place`, but that the gateway is asked only if the bag's open order is known to it: what is paid is not paid twice.
    """
    for _ in range(3):
        outcome = _hold(owner, person, details)
        if isinstance(outcome, Standing):
            if not from_bag.may_pay_on_delivery(outcome.total, trade()):
                raise NotOnDelivery
            if outcome.gateway_order_id:
                refuse_if_paid(outcome)
            promise(outcome.id, person)
            return outcome.number
        clear_the_way(outcome.order_id)
    raise TooManyOpenOrders


def _hold(owner: Owner, person: Person | None, details: Details) -> Standing | _InTheWay:
    with transaction():
        bag = lock(owner)
        if not bag.lines or bag.cart_id is None:
            raise EmptyBag
        terms = trade()
        if refused := bag.refusal:
            raise refused
        sums = from_bag.price(bag, terms, details.shipping_address)
        print_ = from_bag.fingerprint(bag, details, sums)
        stands = session().execute(_STANDING, {"cart": bag.cart_id, "user": person.id if person else None}).one()
        # The lock on the bag keeps another order from coming up; only one that is there may change under our hands.
        open_order = session().execute(_OPEN, {"cart": bag.cart_id}).first() if stands.open else None
        if open_order is not None and open_order.fingerprint != print_:
            return _InTheWay(open_order.id)
        if open_order is not None:
            _hold_again(open_order, bag, terms, details)
            return snapshot(open_order.id)
        _check_bag(bag, sums.total)
        check_waiting(stands.waiting)
        return write_order(bag, person, details, sums, print_, terms, stands.origin)


def _hold_again(order: Any, bag: Bag, terms: Trade, details: Details) -> None:
    """Repeating never extends a hold; one that has lapsed is taken anew, and its days are counted from now."""
    if order.hold_until > now():
        return
    stock_flipped(inventory.hold(order.id, from_bag.wanted(bag), bag.cart_id))
    until = now() + timedelta(minutes=terms.hold_minutes)
    expected = from_bag.expected(bag, terms, details.shipping_address)
    session().execute(update(Order).where(Order.id == order.id).values(hold_until=until, estimated_delivery=expected))


def _check_bag(bag: Bag, total: int) -> None:
    if troubles := {line.id: line.trouble for line in bag.lines if line.trouble}:
        raise BagChanged(troubles)
    if total < LEAST:
        raise Invalid({"bag": "An order must come to at least ₹1 to be paid online."})
