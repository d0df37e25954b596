"""Placing an order: a process of several transactions with calls to the gateway between them.

    hold        one transaction: the bag is priced, the order written, its pieces held
    ask         the gateway makes its order, with ours as the receipt
    attach      one transaction: the gateway's id is kept

Killed between any two, the next attempt (or the sweep) goes on from there: the same bag finds the same order, and an order at
the gateway whose answer was lost is found by its receipt.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, insert, or_, select, update

from storefront.adapters.payments.base import GatewayPayment, GatewayUnavailable
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.errors import Invalid
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.accounts.models import User
from storefront.domain.cart import Bag, Owner
from storefront.domain.cart.services import lock
from storefront.domain.catalog.services import stock_flipped
from storefront.domain.content import Trade
from storefront.domain.content.services import trade
from storefront.domain.inventory import services as inventory
from storefront.domain.orders import drafts, journal
from storefront.domain.orders.cash import promise
from storefront.domain.orders.drafts import Details
from storefront.domain.orders.errors import AlreadyPaid, BagChanged, EmptyBag, NotOnDelivery, TooManyOpenOrders
from storefront.domain.orders.models import Adjustment, Order, OrderLine
from storefront.domain.orders.numbers import new_number
from storefront.domain.orders.settlement import accept, taken
from storefront.domain.orders.states import CancelReason, Event, Status
from storefront.domain.orders.totals import Totals
from storefront.domain.orders.transitions import lapse, locked
from storefront.domain.payments import services as payments

LEAST = 100
"""Paise: what gateways take at the least."""

_o = Order.__table__.c
_ORDER, _LINE, _ADJUSTMENT = insert(Order.__table__), insert(OrderLine.__table__), insert(Adjustment.__table__)
_OPEN = select(_o.id, _o.fingerprint, _o.hold_until).where(_o.open_cart_id == bindparam("cart")).with_for_update()
_OF_CART = _o.cart_id == bindparam("cart")
_WAITING = select(func.count()).where(or_(_OF_CART, _o.user_id == bindparam("user")), _o.status == Status.PENDING)
_UNSOLD = _o.paid_at.is_(None) & _o.status.in_((Status.PENDING, Status.CANCELLED))
_LAST = select(case((_UNSOLD, _o.origin_id))).where(_OF_CART).order_by(_o.id.desc()).limit(1)
_STANDING = select(
    select(_o.id).where(_o.open_cart_id == bindparam("cart")).scalar_subquery().label("open"),
    _WAITING.scalar_subquery().label("waiting"),
    _LAST.scalar_subquery().label("origin"),
)
"""The bag's open order, how many orders of this buyer wait, and, if the bag's last order came to nothing, which purchase this is
another attempt at."""
_SNAPSHOT = select(_o.id, _o.number, _o.total, _o.gateway_order_id, _o.email).where(_o.id == bindparam("order"))
_ATTACH = (
    update(Order.__table__)
    .where(_o.id == bindparam("order"), _o.gateway_order_id.is_(None))
    .values(gateway_order_id=bindparam("made"), gateway=bindparam("by"), updated_at=bindparam("moment"))
    .returning(_o.gateway_order_id)
)


@dataclass(frozen=True)
class Placed:
    """An order that waits for its payment."""

    id: str
    number: str
    total: int
    gateway_order_id: str
    email: str


@dataclass(frozen=True)
class Standing:
    """An order that stands; the gateway does not know it yet where its id there is None."""

    id: str
    number: str
    total: int
    gateway_order_id: str | None
    email: str
    is_new: bool = False
    """This call made it: the gateway need not be asked whether it has heard of it before."""


@dataclass(frozen=True)
class _InTheWay:
    """The bag's open order is for something else."""

    order_id: str


def place(owner: Owner, person: Person | None, details: Details) -> Placed:
    """The order of this bag, held and known to the gateway. The same bag and details answer the same order.

    EmptyBag, BagChanged, OutOfStock, TooManyOpenOrders; AlreadyPaid if the bag's open order turns out to be paid;
    PaymentsClosed, GatewayUnavailable (the order stands and the next attempt goes on with it), GatewayRefused.
    """
    payments.gateway()
    for _ in range(3):
        outcome = _hold(owner, person, details)
        if isinstance(outcome, Standing):
            return attach(outcome)
        _clear_the_way(outcome.order_id)
    raise TooManyOpenOrders


def place_on_delivery(owner: Owner, person: Person | None, details: Details) -> str:
    """The order of this bag, accepted, to be paid on delivery; returns its number. NotOnDelivery where the shop does not take it.

    As for `place`, but that the gateway is asked only if the bag's open order is known to it: what is paid is not paid twice.
    """
    for _ in range(3):
        outcome = _hold(owner, person, details)
        if isinstance(outcome, Standing):
            if not drafts.may_pay_on_delivery(outcome.total, trade()):
                raise NotOnDelivery
            if outcome.gateway_order_id:
                _refuse_if_paid(outcome)
            promise(outcome.id, person)
            return outcome.number
        _clear_the_way(outcome.order_id)
    raise TooManyOpenOrders


def place_deposit(person: Person, details: Details, amount: int | None) -> Placed:
    """An order without pieces for exactly that amount (for bespoke work). AlreadyPaid within an hour of the same amount."""
    payments.gateway()
    if amount is None:
        raise Invalid({"amount": "Your bag is empty; for a deposit say the amount in paise."})
    with transaction() as current:
        # One at a time for each buyer: two equal requests at once must find each other.
        current.execute(select(User.id).where(User.id == person.id).with_for_update())
        _refuse_if_just_paid(person, amount)
        open_deposit = _open_deposit(person, amount, details.receipt)
        if open_deposit is None:
            _check_waiting(current.execute(_WAITING, {"cart": None, "user": person.id}).scalar_one())
            terms, amounts = trade(), {"subtotal": amount, "total": amount}
            standing = _insert_order(person, None, details, terms, None, kind="deposit", amounts=amounts)
        else:
            standing = snapshot(open_deposit)
    return attach(standing)


def attach(order: Standing) -> Placed:
    """Makes sure that the gateway knows the order."""
    known = order.gateway_order_id
    if known is None:
        gateway = payments.gateway()
        made = None if order.is_new else gateway.find_order(order.number)
        made = made or gateway.create_order(order.total, "INR", order.number, {"order": order.number})
        # Lost in a power cut, the gateway's id is found again by our number.
        with transaction(durable=False) as current:
            told = {"order": order.id, "made": made.id, "by": gateway.name, "moment": now()}
            # Two at once may both have asked: what was kept first holds.
            known = current.execute(_ATTACH, told).scalar() or snapshot(order.id).gateway_order_id
    return Placed(order.id, order.number, order.total, str(known), order.email)


def snapshot(order_id: str) -> Standing:
    """What `attach` needs to know of an order."""
    return Standing(*session().execute(_SNAPSHOT, {"order": order_id}).one())


def _hold(owner: Owner, person: Person | None, details: Details) -> Standing | _InTheWay:
    with transaction():
        bag = lock(owner)
        if not bag.lines or bag.cart_id is None:
            raise EmptyBag
        terms = trade()
        sums = drafts.price(bag, terms)
        print_ = drafts.fingerprint(bag, details, sums)
        stands = session().execute(_STANDING, {"cart": bag.cart_id, "user": person.id if person else None}).one()
        # The lock on the bag keeps another order from coming up; only one that is there may change under our hands.
        open_order = session().execute(_OPEN, {"cart": bag.cart_id}).first() if stands.open else None
        if open_order is not None and open_order.fingerprint != print_:
            return _InTheWay(open_order.id)
        if open_order is not None:
            _hold_again(open_order, bag, terms)
            return snapshot(open_order.id)
        _check_bag(bag, sums.total)
        _check_waiting(stands.waiting)
        return _write(bag, person, details, sums, print_, terms, stands.origin)


def _write(
    bag: Bag, person: Person | None, details: Details, sums: Totals, print_: str, terms: Trade, origin: str | None
) -> Standing:
    amounts = {name: getattr(sums, name) for name in ("subtotal", "discount", "shipping", "tax", "total")}
    order = _insert_order(person, bag.cart_id, details, terms, origin, amounts=amounts, fingerprint=print_)
    lines = drafts.line_rows(bag, order.id)
    session().execute(_LINE, lines)
    session().execute(_ADJUSTMENT, drafts.adjustment_rows(sums, order.id, lines))
    names = {line.product.id: line.product.name for line in bag.lines}
    stock_flipped(inventory.hold_new(order.id, drafts.wanted(bag), bag.cart_id, names))
    return order


def _insert_order(
    person: Person | None,
    cart_id: str | None,
    details: Details,
    terms: Trade,
    origin: str | None,
    *,
    amounts: dict[str, int],
    **more: Any,
) -> Standing:
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


def _hold_again(order: Any, bag: Bag, terms: Trade) -> None:
    """Repeating never extends a hold; one that has lapsed is taken anew."""
    if order.hold_until > now():
        return
    stock_flipped(inventory.hold(order.id, drafts.wanted(bag), bag.cart_id))
    until = now() + timedelta(minutes=terms.hold_minutes)
    session().execute(update(Order).where(Order.id == order.id).values(hold_until=until))


def _clear_the_way(order_id: str) -> None:
    """Ends the bag's open order before another takes its place, after asking the gateway whether it is paid."""
    row = snapshot(order_id)
    try:
        told = payments.gateway().payments_of(row.gateway_order_id) if row.gateway_order_id else []
    except GatewayUnavailable:
        _leave_open(order_id, "The bag was changed; the payment service could not be asked.")
        return
    _settle_if_paid(row, told)
    if told:
        _leave_open(order_id, "The bag was changed while a payment was being made.")
        return
    lapse(order_id, CancelReason.REPLACED, Event.LAPSE, journal.GATEWAY)


def _refuse_if_paid(order: Standing) -> None:
    _settle_if_paid(order, payments.gateway().payments_of(str(order.gateway_order_id)))


def _settle_if_paid(order: Standing, told: list[GatewayPayment]) -> None:
    for payment in told:
        if payment.status in ("authorized", "captured"):
            accept(order.id, taken(order.id, payment))
            raise AlreadyPaid(order.number, order.gateway_order_id)


def _leave_open(order_id: str, why: str) -> None:
    """It may still be paid: its hold stays until it lapses, but it is the bag's order no more."""
    with transaction() as current:
        order = locked(order_id)
        if order.open_cart_id is not None:
            current.execute(update(Order).where(Order.id == order_id).values(open_cart_id=None))
            inventory.detach(order_id)
            journal.note(order_id, "left", why, journal.GATEWAY)


def _check_bag(bag: Bag, total: int) -> None:
    if troubles := {line.id: line.trouble for line in bag.lines if line.trouble}:
        raise BagChanged(troubles)
    if total < LEAST:
        raise Invalid({"bag": "An order must come to at least ₹1 to be paid online."})


def _check_waiting(orders: int) -> None:
    if orders >= trade().open_orders:
        raise TooManyOpenOrders


def _refuse_if_just_paid(person: Person, amount: int) -> None:
    recent = select(Order.number, Order.gateway_order_id).where(
        Order.user_id == person.id, Order.total == amount, Order.paid_at > now() - timedelta(hours=1)
    )
    if row := session().execute(recent).first():
        raise AlreadyPaid(row.number, row.gateway_order_id)


def _open_deposit(person: Person, amount: int, receipt: str) -> str | None:
    mine = (Order.user_id == person.id, Order.kind == "deposit", Order.status == Status.PENDING)
    same = select(Order.id).where(*mine, Order.total == amount, Order.receipt == receipt)
    return session().execute(same).scalar()
