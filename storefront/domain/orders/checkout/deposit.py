"""An order without pieces: a deposit for bespoke work."""

from datetime import timedelta

from sqlalchemy import select

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.errors import Invalid
from storefront.domain.accounts import Person
from storefront.domain.accounts.models import User
from storefront.domain.content.services import trade
from storefront.domain.orders.checkout.attaching import attach
from storefront.domain.orders.checkout.standing import Placed, snapshot
from storefront.domain.orders.checkout.waiting import check_waiting, waiting
from storefront.domain.orders.checkout.writing import insert_order
from storefront.domain.orders.errors import AlreadyPaid
from storefront.domain.orders.from_bag import Details
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import Status
from storefront.domain.payments import services as payments


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
            check_waiting(waiting(person.id))
            terms, amounts = trade(), {"subtotal": amount, "total": amount}
            standing = insert_order(person, None, details, terms, None, kind="deposit", amounts=amounts)
        else:
            standing = snapshot(open_deposit)
    return attach(standing)


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
