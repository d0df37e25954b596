"""What the sandbox has beyond the contract: its payment window, its webhooks and its books."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from storefront.adapters.payments.base import GatewayPayment, GatewayRefused, NoSuchPayment
from storefront.adapters.payments.sandbox import SandboxGateway
from storefront.adapters.payments.sandbox_models import SandboxPayment
from storefront.core.db import transaction
from tests.adapters.payments.conftest import in_threads

PRICE = 45_000_00


@pytest.fixture
def order_id(sandbox: SandboxGateway) -> str:
    return sandbox.create_order(PRICE, "INR", "KD-1001", {}).id


def test_ids_look_like_razorpays(sandbox: SandboxGateway, order_id: str) -> None:
    payment = sandbox.pay(order_id, "captured")
    refund = sandbox.refund(payment.id, PRICE, "refund-1")

    assert re.fullmatch(r"order_[A-Za-z0-9]{14}", order_id)
    assert re.fullmatch(r"pay_[A-Za-z0-9]{14}", payment.id)
    assert re.fullmatch(r"rfnd_[A-Za-z0-9]{14}", refund.id)


def test_a_payment_remembers_its_method(sandbox: SandboxGateway, order_id: str) -> None:
    payment = sandbox.pay(order_id, "captured", "upi")

    assert sandbox.fetch_payment(payment.id) == payment
    assert payment.method == "upi"


@pytest.mark.parametrize("outcome", ["captured", "authorized", "failed"])
def test_an_order_that_is_paid_takes_no_further_payment(sandbox: SandboxGateway, order_id: str, outcome: str) -> None:
    paid = sandbox.pay(order_id, "captured")

    with pytest.raises(GatewayRefused, match="paid"):
        sandbox.pay(order_id, outcome)

    assert sandbox.payments_of(order_id) == [paid]


def test_an_order_whose_money_went_back_takes_no_further_payment(sandbox: SandboxGateway, order_id: str) -> None:
    paid = sandbox.pay(order_id, "captured")
    sandbox.refund(paid.id, PRICE, "refund-1")

    with pytest.raises(GatewayRefused, match="paid"):
        sandbox.pay(order_id, "captured")

    assert [payment.status for payment in sandbox.payments_of(order_id)] == ["refunded"]


def test_a_failed_payment_may_be_followed_by_a_good_one(sandbox: SandboxGateway, order_id: str) -> None:
    sandbox.pay(order_id, "failed")

    assert sandbox.pay(order_id, "captured").status == "captured"


def test_an_unknown_order_cannot_be_paid(sandbox: SandboxGateway) -> None:
    with pytest.raises(NoSuchPayment):
        sandbox.pay("order_00000000000000", "captured")


def test_the_window_is_not_opened_inside_a_transaction(sandbox: SandboxGateway, order_id: str) -> None:
    with transaction(), pytest.raises(AssertionError, match="leave the transaction"):
        sandbox.pay(order_id, "captured")

    assert sandbox.payments_of(order_id) == []


def test_of_payments_at_the_same_moment_one_is_captured(sandbox: SandboxGateway, order_id: str, app: Flask) -> None:
    answers = in_threads(app, *[lambda: sandbox.pay(order_id, "captured")] * 8)

    assert sum(isinstance(answer, GatewayPayment) for answer in answers) == 1
    assert sum(isinstance(answer, GatewayRefused) for answer in answers) == 7
    assert [payment.status for payment in sandbox.payments_of(order_id)] == ["captured"]


def test_the_books_themselves_refuse_a_second_captured_payment(sandbox: SandboxGateway, order_id: str) -> None:
    paid = sandbox.pay(order_id, "captured")
    row = {"order_id": order_id, "amount": PRICE, "currency": "INR", "status": "captured", "method": "card"}

    with pytest.raises(IntegrityError), transaction() as books:
        books.execute(insert(SandboxPayment).values(id="pay_00000000000000", captured=True, **row))

    assert sandbox.payments_of(order_id) == [paid]


def test_the_books_themselves_refuse_to_give_back_more_than_was_paid(sandbox: SandboxGateway, order_id: str) -> None:
    paid = sandbox.pay(order_id, "captured")

    with pytest.raises(IntegrityError), transaction() as books:
        books.execute(update(SandboxPayment).values(amount_refunded=PRICE + 1))

    assert sandbox.fetch_payment(paid.id).amount_refunded == 0


def test_machines_of_one_shop_agree_on_signatures(sandbox: SandboxGateway, order_id: str) -> None:
    payment = sandbox.pay(order_id, "captured")
    webhook = sandbox.event("payment.captured", payment)
    same, other = SandboxGateway("the secret of the shop"), SandboxGateway("the secret of another shop")

    assert same.signature_holds(order_id, payment.id, sandbox.sign(order_id, payment.id))
    assert same.read_event(*webhook) == sandbox.read_event(*webhook)
    assert not other.signature_holds(order_id, payment.id, sandbox.sign(order_id, payment.id))
    assert other.read_event(*webhook) is None


def test_each_event_is_a_new_one_and_its_repeat_the_same(sandbox: SandboxGateway, order_id: str) -> None:
    payment = sandbox.pay(order_id, "captured")
    first, second = sandbox.event("payment.captured", payment), sandbox.event("payment.captured", payment)

    delivered = [sandbox.read_event(*webhook) for webhook in (first, first, second)]

    ids = [event.id for event in delivered if event]
    assert len(ids) == 3
    assert ids[0] == ids[1] != ids[2]


def test_a_webhook_can_tell_of_what_did_not_happen(sandbox: SandboxGateway, order_id: str) -> None:
    payment = sandbox.pay(order_id, "captured")
    refund = replace(sandbox.refund(payment.id, 5_000_00, "refund-1"), status="failed")

    event = sandbox.read_event(*sandbox.event("refund.failed", refund))

    assert event is not None
    assert event.refund == refund
