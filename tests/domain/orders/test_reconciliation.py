"""The gateway's day against the shop's."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import update

from storefront.core import clock
from storefront.core.clock import INDIA
from storefront.core.db import transaction
from storefront.core.outbox import work
from storefront.domain.orders.reconciliation import Difference, Side, reconcile
from storefront.domain.payments.models import Payment
from tests.factories.catalog import a_ring
from tests.factories.money import a_refund
from tests.factories.orders import a_paid_order, a_payment, a_placed_order, come_back, sandbox

LATE = datetime(2026, 11, 21, 23, 59, 58, tzinfo=INDIA)


def test_two_books_that_agree_have_no_differences(app: Flask) -> None:
    with clock.frozen(LATE):
        placed = a_paid_order(a_ring(price=10_000))
        a_refund(placed, 1_000_00)
        work(limit=20)
        a_payment(a_placed_order(a_ring()), "failed")

        found = reconcile(LATE.date())

    assert found.gateway == found.shop == Side(1, 10_000_00, 1_000_00)
    assert found.differences == ()


def test_a_day_is_a_day_in_india(app: Flask) -> None:
    with clock.frozen(LATE):
        a_paid_order(a_ring())
    with clock.frozen(LATE + timedelta(seconds=2)):
        a_paid_order(a_ring())

    assert reconcile(LATE.date()).gateway.payments == 1
    assert reconcile(LATE.date() + timedelta(days=1)).gateway.payments == 1


def test_what_was_written_down_after_midnight_is_no_difference(app: Flask) -> None:
    with clock.frozen(LATE):
        placed = a_placed_order(a_ring())
        payment = a_payment(placed)
    with clock.frozen(LATE + timedelta(seconds=5)):
        come_back(placed, payment)

    for day in (LATE.date(), LATE.date() + timedelta(days=1)):
        assert reconcile(day).differences == ()
    assert reconcile(LATE.date()).shop.payments == 1


def test_money_that_the_shop_has_not_heard_of_is_found(app: Flask) -> None:
    with clock.frozen(LATE):
        payment = a_payment(a_placed_order(a_ring(price=10_000)))

    assert reconcile(LATE.date()).differences == (Difference(payment.id, "", "The shop does not know these ₹10,000."),)


def test_every_way_in_which_the_two_can_differ_has_its_sentence(app: Flask) -> None:
    with clock.frozen(LATE):
        placed = a_paid_order(a_ring(price=10_000))
        (payment,) = sandbox().payments_of(placed.gateway_order_id)
    said = []

    for change in ({"state": "failed"}, {"amount": 5_000_00}, {"refunded": 1_00}, {"gateway_payment_id": "pay_invented"}):
        with transaction() as current:
            current.execute(update(Payment).values({"state": "captured", "amount": 10_000_00, "refunded": 0}))
            current.execute(update(Payment).values({"gateway_payment_id": payment.id, **change, "created_at": LATE}))
        said.append([one.sentence for one in reconcile(LATE.date()).differences])

    *said, gone = said
    assert said == [
        ["It came in at the payment service, but not here."],
        ["There it is ₹10,000, here ₹5,000."],
        ["There ₹0 went back, here ₹1."],
    ]
    assert set(gone) == {"The shop does not know these ₹10,000.", "The payment service does not know this payment."}


def test_the_command_reports_and_fails_when_something_differs(app: Flask) -> None:
    with clock.frozen(LATE):
        a_paid_order(a_ring(price=10_000))
    good = app.test_cli_runner().invoke(args=["payments", "reconcile", "2026-11-21"])
    with clock.frozen(LATE):
        a_payment(a_placed_order(a_ring()))

    bad = app.test_cli_runner().invoke(args=["payments", "reconcile", "2026-11-21"])

    assert good.exit_code == 0
    assert "shop:            1 payments, ₹10,000 in, ₹0 back" in good.output
    assert bad.exit_code == 1
    assert "of no order: The shop does not know these ₹10,000." in bad.output
