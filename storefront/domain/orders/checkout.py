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

from sqlalchemy import bindparam, func, insert, or_, select, update

from storefront.adapters.payments.base import GatewayUnavailable
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
from storefront.domain.orders.drafts import Details
from storefront.domain.orders.errors import AlreadyPaid, BagChanged, EmptyBag, TooManyOpenOrders
from storefront.domain.orders.models import Adjustment, Order, OrderLine
from storefront.domain.orders.numbers import new_number
from storefront.domain.orders.settlement import accept, taken
from storefront.domain.orders.states import CancelReason, Event, Status
from storefront.domain.orders.transitions import lapse, locked
from storefront.domain.payments import services as payments

LEAST = 100
"""Paise: what gateways take at the least."""

_o = Order.__table__.c
_ORDER, _LINE, _ADJUSTMENT = insert(Order.__table__), insert(OrderLine.__table__), insert(Adjustment.__table__)
_OPEN = select(_o.id, _o.fingerprint, _o.hold_until).where(_o.open_cart_id == bindparam("cart")).with_for_update()
_LAST = select(_o.origin_id, _o.paid_at).where(_o.cart_id == bindparam("cart")).order_by(_o.id.desc()).limit(1)
_SNAPSHOT = select(_o.id, _o.number, _o.total, _o.gateway_order_id, _o.email).where(_o.id == bindparam("order"))


@dataclass(frozen=True)
class Placed:
    """An order that waits for its payment."""

    id: str
    number: str
    total: int
    gateway_order_id: str
    email: str


@dataclass(frozen=True)
class _Held:
    """An order that stands, and whether this call made it."""

    order_id: str
    is_new: bool


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
        if isinstance(outcome, _Held):
            return attach(outcome.order_id, is_new=outcome.is_new)
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
        order_id = _open_deposit(person, amount, details.receipt)
        is_new = order_id is None
        if order_id is None:
            _check_open_orders(person, None)
            order_id = _insert_order(person, None, details, trade(), kind="deposit", amounts=_deposit_amounts(amount))
    return attach(order_id, is_new=is_new)


def attach(order_id: str, *, is_new: bool) -> Placed:
    """Makes sure that the gateway knows the order."""
    row = _snapshot(order_id)
    if row.gateway_order_id is None:
        known = None if is_new else payments.gateway().find_order(row.number)
        made = known or payments.gateway().create_order(row.total, "INR", row.number, {"order": row.number})
        with transaction() as current:
            mine = update(Order).where(Order.id == order_id, Order.gateway_order_id.is_(None))
            current.execute(mine.values(gateway_order_id=made.id, gateway=payments.gateway().name))
        row = _snapshot(order_id)
    return Placed(row.id, row.number, row.total, row.gateway_order_id, row.email)


def _hold(owner: Owner, person: Person | None, details: Details) -> _Held | _InTheWay:
    with transaction():
        bag = lock(owner)
        if not bag.lines or bag.cart_id is None:
            raise EmptyBag
        terms = trade()
        sums = drafts.price(bag, terms)
        print_ = drafts.fingerprint(bag, details, sums)
        open_order = _open_order(bag.cart_id)
        if open_order is not None and open_order.fingerprint != print_:
            return _InTheWay(open_order.id)
        if open_order is not None:
            _hold_again(open_order, bag, terms)
            return _Held(open_order.id, is_new=False)
        _check_bag(bag, sums.total)
        _check_open_orders(person, bag.cart_id)
        return _Held(_write(bag, person, details, sums, print_, terms), is_new=True)


def _write(bag: Bag, person: Person | None, details: Details, sums: Any, print_: str, terms: Trade) -> str:
    amounts = {name: getattr(sums, name) for name in ("subtotal", "discount", "shipping", "tax", "total")}
    order_id = _insert_order(person, bag.cart_id, details, terms, amounts=amounts, fingerprint=print_)
    lines = drafts.line_rows(bag, order_id)
    session().execute(_LINE, lines)
    session().execute(_ADJUSTMENT, drafts.adjustment_rows(sums, order_id, lines))
    names = {line.product.id: line.product.name for line in bag.lines}
    stock_flipped(inventory.hold(order_id, drafts.wanted(bag), bag.cart_id, names))
    return order_id


def _insert_order(
    person: Person | None, cart_id: str | None, details: Details, terms: Trade, *, amounts: dict[str, int], **more: Any
) -> str:
    order_id, moment = new_id(), now()
    row = {
        "id": order_id,
        "number": new_number(),
        "user_id": person.id if person else None,
        "cart_id": cart_id,
        "open_cart_id": cart_id,
        "origin_id": (_origin(cart_id) if cart_id else None) or order_id,
        "email": details.email.strip().lower(),
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
    return order_id


def _hold_again(order: Any, bag: Bag, terms: Trade) -> None:
    """Repeating never extends a hold; one that has lapsed is taken anew."""
    if order.hold_until > now():
        return
    stock_flipped(inventory.hold(order.id, drafts.wanted(bag), bag.cart_id))
    until = now() + timedelta(minutes=terms.hold_minutes)
    session().execute(update(Order).where(Order.id == order.id).values(hold_until=until))


def _clear_the_way(order_id: str) -> None:
    """Ends the bag's open order before another takes its place, after asking the gateway whether it is paid."""
    row = _snapshot(order_id)
    try:
        told = payments.gateway().payments_of(row.gateway_order_id) if row.gateway_order_id else []
    except GatewayUnavailable:
        _leave_open(order_id, "The bag was changed; the payment service could not be asked.")
        return
    for payment in told:
        if payment.status in ("authorized", "captured"):
            accept(order_id, taken(order_id, payment))
            raise AlreadyPaid(row.number, row.gateway_order_id)
    if told:
        _leave_open(order_id, "The bag was changed while a payment was being made.")
        return
    lapse(order_id, CancelReason.REPLACED, Event.LAPSE, journal.GATEWAY)


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


def _check_open_orders(person: Person | None, cart_id: str | None) -> None:
    mine = or_(Order.cart_id == cart_id, Order.user_id == person.id) if person else Order.cart_id == cart_id
    waiting = select(func.count()).select_from(Order).where(mine, Order.status == Status.PENDING)
    if session().execute(waiting).scalar_one() >= trade().open_orders:
        raise TooManyOpenOrders


def _open_order(cart_id: str) -> Any:
    return session().execute(_OPEN, {"cart": cart_id}).first()


def _origin(cart_id: str) -> str | None:
    """If the bag's last order was not paid, this one is another attempt at the same purchase."""
    row = session().execute(_LAST, {"cart": cart_id}).first()
    return row.origin_id if row is not None and row.paid_at is None else None


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


def _deposit_amounts(amount: int) -> dict[str, int]:
    return {"subtotal": amount, "total": amount}


def _snapshot(order_id: str) -> Any:
    return session().execute(_SNAPSHOT, {"order": order_id}).one()
