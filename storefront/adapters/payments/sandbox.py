"""A gateway of the shop's own, to try the shop without Razorpay: the same answers, refusals and signatures, no money.

Its books are in the shop's database, but it behaves as if it were far away: it is never called inside a transaction,
and what it has written stays, whatever the caller does next.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storefront.adapters.payments import sandbox_rules as rules
from storefront.adapters.payments.base import GatewayEvent, GatewayOrder, GatewayPayment, GatewayRefund, NoSuchPayment
from storefront.adapters.payments.entities import furthest
from storefront.adapters.payments.events import parse_event
from storefront.adapters.payments.ids import is_id
from storefront.adapters.payments.sandbox_events import Webhook, write_event
from storefront.adapters.payments.sandbox_models import SandboxOrder, SandboxPayment, SandboxRefund
from storefront.adapters.payments.signatures import body_signature_holds, payment_signature_holds, sign_payment
from storefront.core.db import assert_no_transaction, db, end_read, transaction

_ORDER = insert(SandboxOrder.__table__)
R = TypeVar("R", SandboxOrder, SandboxPayment, SandboxRefund)


class SandboxGateway:
    """The contract, and what the page needs that stands in for Razorpay's window: `pay`, `sign` and `event`.

    All its secrets follow from `secret`, so that several machines of one shop agree.
    """

    name = "sandbox"
    key_id = "sandbox"
    is_test = True

    def __init__(self, secret: str) -> None:
        self._key_secret = _derived(secret, b"sandbox payments")
        self._webhook_secret = _derived(secret, b"sandbox webhooks")

    def create_order(self, amount: int, currency: str, receipt: str, notes: dict[str, str]) -> GatewayOrder:
        # Unpaid, it holds nothing that could not be made again.
        with _writing(durable=False) as books:
            order = rules.make_order(amount, currency, receipt)
            # A plain statement: for one row the unit of work would cost as much again.
            row = {"id": order.id, "amount": amount, "currency": currency, "receipt": receipt, "status": order.status}
            books.execute(_ORDER, row)
        return order.plain()

    def find_order(self, receipt: str) -> GatewayOrder | None:
        made = select(SandboxOrder).where(SandboxOrder.receipt == receipt)
        with _reading() as books:
            return furthest(order.plain() for order in books.scalars(made.order_by(SandboxOrder.created_at.desc())))

    def fetch_order(self, order_id: str) -> GatewayOrder:
        with _reading() as books:
            return _row(books, SandboxOrder, order_id).plain()

    def payments_of(self, order_id: str) -> list[GatewayPayment]:
        made = select(SandboxPayment).where(SandboxPayment.order_id == order_id)
        with _reading() as books:
            _row(books, SandboxOrder, order_id)
            return [payment.plain() for payment in books.scalars(made.order_by(SandboxPayment.created_at.desc()))]

    def payments_between(self, since: datetime, until: datetime) -> list[GatewayPayment]:
        begun = select(SandboxPayment).where(SandboxPayment.created_at >= since, SandboxPayment.created_at < until)
        with _reading() as books:
            return [payment.plain() for payment in books.scalars(begun.order_by(SandboxPayment.created_at.desc()))]

    def fetch_payment(self, payment_id: str) -> GatewayPayment:
        with _reading() as books:
            return _row(books, SandboxPayment, payment_id).plain()

    def capture(self, payment_id: str, amount: int, currency: str) -> GatewayPayment:
        with _writing() as books:
            payment = _row(books, SandboxPayment, payment_id, lock=True)
            if not payment.captured:
                rules.capture(payment, _row(books, SandboxOrder, payment.order_id, lock=True), amount, currency)
        return payment.plain()

    def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        made = select(SandboxRefund).where(SandboxRefund.payment_id == payment_id, SandboxRefund.key == key)
        with _writing() as books:
            # Locked before looking for the key, so that of two at once the second finds what the first made.
            payment = _row(books, SandboxPayment, payment_id, lock=True)
            if refund := books.scalar(made):
                rules.check_repeat(refund, amount)
            else:
                refund = rules.give_back(payment, amount, key)
                books.add(refund)
        return refund.plain()

    def fetch_refund(self, payment_id: str, refund_id: str) -> GatewayRefund:
        with _reading() as books:
            refund = _row(books, SandboxRefund, refund_id)
        if refund.payment_id != payment_id:
            raise _unknown()
        return refund.plain()

    def refunds_of(self, payment_id: str) -> list[GatewayRefund]:
        made = select(SandboxRefund).where(SandboxRefund.payment_id == payment_id)
        with _reading() as books:
            _row(books, SandboxPayment, payment_id)
            return [refund.plain() for refund in books.scalars(made.order_by(SandboxRefund.created_at.desc()))]

    def signature_holds(self, order_id: str, payment_id: str, signature: str) -> bool:
        return payment_signature_holds(self._key_secret, order_id, payment_id, signature)

    def read_event(self, body: bytes, signature: str, event_id: str) -> GatewayEvent | None:
        return parse_event(body, event_id) if body_signature_holds(self._webhook_secret, body, signature) else None

    def pay(self, order_id: str, outcome: rules.Outcome, method: str = "card") -> GatewayPayment:
        """What a shopper does in the payment window; `outcome` is what the bank says to it.

        GatewayRefused if the order is paid already, NoSuchPayment if there is none.
        """
        with _writing() as books:
            payment = rules.attempt(_row(books, SandboxOrder, order_id, lock=True), outcome, method)
            books.add(payment)
        return payment.plain()

    def sign(self, order_id: str, payment_id: str) -> str:
        """The signature that the window hands to the browser once a payment has come through."""
        return sign_payment(self._key_secret, order_id, payment_id)

    def event(self, kind: str, about: GatewayPayment | GatewayRefund) -> Webhook:
        """A webhook as Razorpay would send it: the body, its signature, the event's id. Each call makes a new event."""
        refund = about if isinstance(about, GatewayRefund) else None
        payment = about if isinstance(about, GatewayPayment) else self.fetch_payment(about.payment_id)
        order = self.fetch_order(payment.order_id) if kind.startswith("order.") else None
        return write_event(self._webhook_secret, kind, payment, order=order, refund=refund)


def _derived(secret: str, purpose: bytes) -> bytes:
    return hmac.new(secret.encode(), purpose, hashlib.sha256).hexdigest().encode()


@contextmanager
def _writing(*, durable: bool = True) -> Iterator[Session]:
    assert_no_transaction()
    with transaction(durable=durable) as books:
        yield books


@contextmanager
def _reading() -> Iterator[Session]:
    assert_no_transaction()
    end_read()
    yield db.session()


def _row(books: Session, table: type[R], gateway_id: str, *, lock: bool = False) -> R:
    row = books.get(table, gateway_id, with_for_update=lock) if is_id(gateway_id) else None
    if row is None:
        raise _unknown()
    return row


def _unknown() -> NoSuchPayment:
    return NoSuchPayment("The id provided does not exist", "BAD_REQUEST_ERROR")
