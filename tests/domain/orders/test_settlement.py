"""Payment meets order: forward only, in any order, however often."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront import adapters
from storefront.adapters.payments.base import GatewayPayment, GatewayRefused, GatewayUnavailable
from storefront.core import clock
from storefront.core.db import session
from storefront.core.outbox import Job, work
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import AddForm
from storefront.domain.cart.queries import bag
from storefront.domain.catalog.models import ProductCounter
from storefront.domain.inventory.queries import available, levels
from storefront.domain.orders import notices, settlement, webhooks
from storefront.domain.orders.checkout import place
from storefront.domain.orders.fulfilment import cancel, confirm, ship
from storefront.domain.orders.queries import page
from storefront.domain.orders.sweep import sweep
from storefront.domain.payments.errors import ForgedSignature, PaymentMismatch
from tests.domain.orders.test_checkout import Silent
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring
from tests.factories.money import books
from tests.factories.orders import DETAILS, a_bag, a_paid_order, a_payment, a_placed_order, come_back, sandbox


class Tired:
    """A gateway that tells of payments, and does not answer when it should take one."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def capture(self, *_given: Any) -> Any:
        raise GatewayUnavailable


class Stubborn:
    """A gateway that refuses every capture, as Razorpay does for an order that is paid already."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def payments_of(self, order_id: str) -> list[GatewayPayment]:
        """The newest first, as Razorpay lists them."""
        found = self._inner.payments_of(order_id)
        second = replace(found[-1], id="pay_second", status="authorized")
        return [second, *found]

    def capture(self, *_given: Any) -> Any:
        raise GatewayRefused("Order already paid")


def test_a_payment_that_cannot_be_taken_hides_no_other(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    a_payment(placed)
    adapters.swap(gateway=Stubborn(sandbox()))

    settlement.check(placed.id)

    assert page(placed.id).order.payment_status == "paid"


def mails(kind: str) -> int:
    return session().query(Job).filter(Job.topic == "mail", Job.dedupe.like(f"mail:{kind}:%")).count()


def test_a_paid_order_is_confirmed_and_its_pieces_have_left(app: Flask) -> None:
    ring = a_ring(stock=3)

    placed = a_paid_order(ring, 2)

    order = page(placed.id).order
    assert (order.status, order.payment_status, order.payment_method) == ("confirmed", "paid", "upi")
    assert (levels([ring])[ring].on_hand, levels([ring])[ring].held) == (1, 0)
    assert mails("order_confirmed") == 1


def test_coming_back_again_changes_nothing(app: Flask) -> None:
    ring = a_ring(stock=3)
    placed = a_placed_order(ring)
    payment = a_payment(placed)

    for _ in range(3):
        come_back(placed, payment)

    assert levels([ring])[ring].on_hand == 2
    assert mails("order_confirmed") == 1
    assert [event.kind for event in page(placed.id).events].count("paid") == 1


def test_an_authorized_payment_is_captured_first(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    payment = a_payment(placed, "authorized")

    come_back(placed, payment)

    assert sandbox().fetch_payment(payment.id).status == "captured"
    assert page(placed.id).order.payment_status == "paid"


def test_a_forged_signature_confirms_nothing(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    payment = a_payment(placed)

    with pytest.raises(ForgedSignature):
        settlement.confirm_return(placed.gateway_order_id, payment.id, "0" * 64)

    assert page(placed.id).order.status == "pending"


def test_another_orders_payment_confirms_nothing(app: Flask) -> None:
    ring = a_ring(stock=5)
    placed, other = a_placed_order(ring), a_placed_order(ring)
    payment = a_payment(other)
    signature = sandbox().sign(placed.gateway_order_id, payment.id)

    with pytest.raises(PaymentMismatch):
        settlement.confirm_return(placed.gateway_order_id, payment.id, signature)

    assert page(placed.id).order.status == "pending"


def test_a_failed_payment_may_be_followed_by_one_that_succeeds(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    failed = a_payment(placed, "failed")
    settlement.accept(placed.id, failed)
    assert page(placed.id).order.payment_status == "failed"

    come_back(placed, a_payment(placed))
    settlement.accept(placed.id, failed)

    assert page(placed.id).order.payment_status == "paid"


def test_what_was_paid_leaves_the_bag_and_what_was_added_since_stays(app: Flask) -> None:
    ring = a_ring(stock=9)
    owner = a_bag(ring, 2)
    placed = place(owner, None, DETAILS)
    payment = a_payment(placed)
    cart.add(owner, AddForm(product_id=ring, quantity=3))

    come_back(placed, payment)

    assert bag(owner).count == 3


def test_where_the_gateway_cannot_be_asked_the_signature_confirms_and_the_parcel_waits(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    payment = a_payment(placed)
    real = adapters.swap(gateway=Silent(sandbox(), works=False))
    come_back_silently(placed, payment, real)

    order = page(placed.id).order
    assert (order.status, order.unchecked) == ("confirmed", True)
    with pytest.raises(Exception, match="browser's word"):
        ship(placed.id, an_admin())

    adapters.use(real)
    with clock.later(minutes=3):
        sweep()
    assert page(placed.id).order.unchecked is False
    ship(placed.id, an_admin())
    assert page(placed.id).order.status == "shipped"


def test_what_was_authorized_and_could_not_be_taken_at_once_is_taken_by_the_sweep(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    payment = a_payment(placed, "authorized")
    real = adapters.swap(gateway=Tired(sandbox()))
    come_back_silently(placed, payment, real)
    assert (page(placed.id).order.payment_status, page(placed.id).order.unchecked) == ("paid", True)

    adapters.use(real)
    with clock.later(minutes=3):
        sweep()

    assert sandbox().fetch_payment(payment.id).status == "captured"
    assert page(placed.id).order.unchecked is False
    assert books() == []


def test_staff_hear_of_a_payment_that_was_signed_and_failed_all_the_same(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    payment = a_payment(placed)
    real = adapters.swap(gateway=Silent(sandbox(), works=False))
    come_back_silently(placed, payment, real)

    adapters.use(real)
    settlement.accept(placed.id, replace(payment, status="failed"))

    assert "the payment service says that the payment failed" in notices.unseen()[0].sentence
    with pytest.raises(Exception, match="browser's word"):
        ship(placed.id, an_admin())


def test_an_order_that_staff_accepted_and_that_is_paid_then_is_sold_once(app: Flask) -> None:
    ring = a_ring(stock=3)
    placed = a_placed_order(ring)
    confirm(placed.id, an_admin())

    come_back(placed, a_payment(placed))

    assert page(placed.id).order.payment_status == "paid"
    assert levels([ring])[ring].on_hand == 2
    sold = session().execute(select(ProductCounter.sales).where(ProductCounter.product_id == ring)).scalar_one()
    assert sold == 1
    assert mails("order_confirmed") == 1


def come_back_silently(placed: Any, payment: GatewayPayment, real: Any) -> None:
    signature = real.gateway.sign(placed.gateway_order_id, payment.id)
    settlement.confirm_return(placed.gateway_order_id, payment.id, signature)


def test_the_sweep_finishes_what_nobody_came_back_for(app: Flask) -> None:
    placed = a_placed_order(a_ring(stock=1))
    a_payment(placed)

    with clock.later(minutes=4):
        sweep()

    assert page(placed.id).order.status == "confirmed"


def test_an_unpaid_order_lapses_and_its_pieces_are_free_again(app: Flask) -> None:
    ring = a_ring(stock=1)
    placed = a_placed_order(ring)

    with clock.later(minutes=31):
        sweep()

    assert (page(placed.id).order.status, page(placed.id).order.cancel_reason) == ("cancelled", "expired")
    assert available([ring]) == {ring: 1}


def test_a_payment_for_a_lapsed_order_confirms_it_when_its_pieces_can_be_had(app: Flask) -> None:
    ring = a_ring(stock=1)
    placed = a_placed_order(ring)
    with clock.later(minutes=31):
        sweep()

    come_back(placed, a_payment(placed))

    assert (page(placed.id).order.status, page(placed.id).order.payment_status) == ("confirmed", "paid")
    assert available([ring]) == {ring: 0}


def test_a_payment_for_a_lapsed_order_whose_pieces_are_gone_is_given_back(app: Flask) -> None:
    ring = a_ring(stock=1)
    placed = a_placed_order(ring)
    with clock.later(minutes=31):
        sweep()
    a_paid_order(ring)

    payment = a_payment(placed)
    come_back(placed, payment)
    work(limit=20)

    assert page(placed.id).order.status == "cancelled"
    assert sandbox().fetch_payment(payment.id).amount_refunded == payment.amount
    assert available([ring]) == {ring: 0}


def test_a_payment_for_a_cancelled_order_is_always_given_back_once(app: Flask) -> None:
    ring = a_ring(stock=1)
    placed = a_placed_order(ring)
    cancel(placed.id, None)

    payment = a_payment(placed)
    for _ in range(3):
        come_back(placed, payment)
    work(limit=20)

    assert page(placed.id).order.status == "cancelled"
    assert [refund.amount for refund in sandbox().refunds_of(payment.id)] == [payment.amount]
    assert available([ring]) == {ring: 1}


def test_a_payment_for_a_replaced_order_ends_the_order_that_replaced_it(app: Flask) -> None:
    ring = a_ring(stock=3)
    owner = a_bag(ring)
    first = place(owner, None, DETAILS)
    cart.add(owner, AddForm(product_id=ring))
    second = place(owner, None, DETAILS)

    come_back(first, a_payment(first))

    assert page(first.id).order.status == "confirmed"
    assert (page(second.id).order.status, page(second.id).order.cancel_reason) == ("cancelled", "replaced")
    assert available([ring]) == {ring: 2}


def test_of_two_orders_of_one_purchase_that_are_both_paid_one_is_given_back(app: Flask) -> None:
    ring = a_ring(stock=5)
    owner = a_bag(ring)
    first = place(owner, None, DETAILS)
    cart.add(owner, AddForm(product_id=ring))
    second = place(owner, None, DETAILS)
    come_back(second, a_payment(second))

    late = a_payment(first)
    come_back(first, late)
    work(limit=20)

    assert page(second.id).order.status == "confirmed"
    assert page(first.id).order.status == "cancelled"
    assert sandbox().fetch_payment(late.id).amount_refunded == late.amount


def test_a_cancelled_paid_order_is_restocked_and_refunded(app: Flask) -> None:
    ring = a_ring(stock=3)
    placed = a_paid_order(ring, 2)

    cancel(placed.id, an_admin())
    cancel(placed.id, an_admin())
    work(limit=20)

    order = page(placed.id).order
    assert (order.status, order.payment_status, order.refunded) == ("cancelled", "refunded", order.total)
    assert available([ring]) == {ring: 3}
    assert page(placed.id).refunds[0].state == "processed"
    assert mails("order_cancelled") == 1


def test_a_webhook_settles_what_the_browser_does_not_and_repeats_do_nothing(app: Flask) -> None:
    placed = a_placed_order(a_ring(stock=2))
    payment = a_payment(placed)

    for _ in range(3):
        webhooks.receive(*sandbox().event("payment.captured", payment))
    work(limit=20)
    come_back(placed, payment)

    assert page(placed.id).order.status == "confirmed"
    assert mails("order_confirmed") == 1


def test_a_webhook_that_the_gateway_did_not_sign_is_refused(app: Flask) -> None:
    body, _, event_id = sandbox().event("payment.captured", a_payment(a_placed_order(a_ring())))

    with pytest.raises(ForgedSignature):
        webhooks.receive(body, "0" * 64, event_id)


def settle(order_id: str, payment: GatewayPayment) -> str:
    settlement.accept(order_id, payment)
    return page(order_id).order.status


def test_browser_webhook_and_sweep_at_once_sell_once(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    ring = a_ring(stock=5)
    placed = a_placed_order(ring, 2)
    payment = a_payment(placed)

    outcomes = at_once(settle, [(placed.id, payment)] * 8)

    assert outcomes == ["confirmed"] * 8
    assert (levels([ring])[ring].on_hand, levels([ring])[ring].held) == (3, 0)
    assert mails("order_confirmed") == 1
    assert [event.kind for event in page(placed.id).events].count("paid") == 1


def hear(event: tuple[bytes, str, str]) -> str:
    webhooks.receive(*event)
    return "heard"


def test_the_same_webhook_many_times_at_once_is_one(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    placed = a_placed_order(a_ring())
    event = tuple(sandbox().event("payment.captured", a_payment(placed)))

    outcomes = at_once(hear, [(event,)] * 8)
    work(limit=50)

    assert outcomes == ["heard"] * 8
    assert session().query(Job).filter(Job.topic == "gateway_event").count() == 1
    assert page(placed.id).order.status == "confirmed"
