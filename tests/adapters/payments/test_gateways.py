"""The contract of payment gateways, kept by Razorpay's adapter and by the sandbox alike."""

from datetime import timedelta

import pytest
from flask import Flask

from storefront.adapters.payments.base import GatewayPayment, GatewayRefund, GatewayRefused, NoSuchPayment
from storefront.core import clock
from storefront.core.db import transaction
from tests.adapters.payments.conftest import Rig, in_threads

PRICE = 1_23_456_50
UNKNOWN = "pay_00000000000000"


def test_a_new_order_has_our_amount_and_receipt_and_awaits_payment(rig: Rig) -> None:
    order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {"order": "KD-1001"})

    assert (order.amount, order.currency, order.receipt, order.status) == (PRICE, "INR", "KD-1001", "created")
    assert rig.gateway.fetch_order(order.id) == order


@pytest.mark.parametrize("amount", [99, 0, -100])
def test_less_than_a_rupee_is_refused(rig: Rig, amount: int) -> None:
    with pytest.raises(GatewayRefused, match="at least"):
        rig.gateway.create_order(amount, "INR", "KD-1001", {})


def test_an_order_whose_answer_was_lost_is_found_by_its_receipt(rig: Rig) -> None:
    order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})
    rig.gateway.create_order(PRICE, "INR", "KD-10012", {})

    assert rig.gateway.find_order("KD-1001") == order


def test_a_receipt_that_no_order_has_finds_nothing(rig: Rig) -> None:
    rig.gateway.create_order(PRICE, "INR", "KD-1001", {})

    assert rig.gateway.find_order("KD-100") is None


def test_of_two_orders_of_one_receipt_the_paid_one_is_found(rig: Rig) -> None:
    paid = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})
    rig.pay(paid.id, "captured")
    rig.gateway.create_order(PRICE, "INR", "KD-1001", {})

    found = rig.gateway.find_order("KD-1001")

    assert found is not None
    assert (found.id, found.status) == (paid.id, "paid")


@pytest.mark.parametrize(("outcome", "status"), [("captured", "paid"), ("authorized", "attempted"), ("failed", "attempted")])
def test_an_order_knows_how_its_payment_went(rig: Rig, outcome: str, status: str) -> None:
    order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})

    payment = rig.gateway.fetch_payment(rig.pay(order.id, outcome))

    assert (payment.order_id, payment.amount, payment.currency) == (order.id, PRICE, "INR")
    assert payment.status == outcome
    assert bool(payment.error) == (outcome == "failed")
    assert rig.gateway.fetch_order(order.id).status == status


def test_all_attempts_on_an_order_are_listed(rig: Rig) -> None:
    order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})
    failed, captured = rig.pay(order.id, "failed"), rig.pay(order.id, "captured")

    payments = rig.gateway.payments_of(order.id)

    assert {(payment.id, payment.status) for payment in payments} == {(failed, "failed"), (captured, "captured")}


def test_an_order_that_nobody_tried_to_pay_has_no_payments(rig: Rig) -> None:
    order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})

    assert rig.gateway.payments_of(order.id) == []


@pytest.mark.parametrize("unknown", [UNKNOWN, "", "../orders", "pay_x/refund", "pay_x?expand[]=card", "é", "a\0b", "x" * 200])
def test_what_the_gateway_does_not_know_is_a_definite_no(rig: Rig, unknown: str) -> None:
    gateway, payment = rig.gateway, rig.paid()
    calls = [
        lambda: gateway.fetch_order(unknown),
        lambda: gateway.payments_of(unknown),
        lambda: gateway.fetch_payment(unknown),
        lambda: gateway.capture(unknown, PRICE, "INR"),
        lambda: gateway.refund(unknown, 100, "refund-1"),
        lambda: gateway.refunds_of(unknown),
        lambda: gateway.fetch_refund(payment.id, unknown),
    ]

    for call in calls:
        with pytest.raises(NoSuchPayment):
            call()


def test_capturing_takes_what_was_authorized(rig: Rig) -> None:
    payment = rig.paid(PRICE, "authorized")

    captured = rig.gateway.capture(payment.id, PRICE, "INR")

    assert (captured.id, captured.status) == (payment.id, "captured")
    assert rig.gateway.fetch_order(payment.order_id).status == "paid"


def test_capturing_again_answers_the_captured_payment(rig: Rig) -> None:
    payment = rig.paid(PRICE, "authorized")
    first = rig.gateway.capture(payment.id, PRICE, "INR")

    assert rig.gateway.capture(payment.id, PRICE, "INR") == first


def test_capturing_what_was_refunded_since_answers_it_as_it_is(rig: Rig) -> None:
    payment = rig.paid(PRICE)
    rig.gateway.refund(payment.id, PRICE, "refund-1")

    assert rig.gateway.capture(payment.id, PRICE, "INR").status == "refunded"


def test_a_failed_payment_cannot_be_captured(rig: Rig) -> None:
    payment = rig.paid(PRICE, "failed")

    with pytest.raises(GatewayRefused, match="authorized"):
        rig.gateway.capture(payment.id, PRICE, "INR")

    assert rig.gateway.fetch_payment(payment.id).status == "failed"


@pytest.mark.parametrize(("amount", "currency"), [(PRICE - 1, "INR"), (PRICE + 1, "INR"), (PRICE, "USD")])
def test_only_the_whole_authorized_amount_is_captured(rig: Rig, amount: int, currency: str) -> None:
    payment = rig.paid(PRICE, "authorized")

    with pytest.raises(GatewayRefused, match="equal"):
        rig.gateway.capture(payment.id, amount, currency)

    assert rig.gateway.fetch_payment(payment.id).status == "authorized"


def test_a_second_authorized_payment_of_a_paid_order_is_not_captured(rig: Rig) -> None:
    order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})
    first, second = rig.pay(order.id, "authorized"), rig.pay(order.id, "authorized")
    rig.gateway.capture(first, PRICE, "INR")

    with pytest.raises(GatewayRefused, match="paid"):
        rig.gateway.capture(second, PRICE, "INR")

    assert rig.gateway.fetch_payment(second).status == "authorized"


def test_a_refund_gives_back_what_was_asked(rig: Rig) -> None:
    payment = rig.paid(PRICE)

    refund = rig.gateway.refund(payment.id, 50_000, "refund-1")

    assert (refund.payment_id, refund.amount, refund.status) == (payment.id, 50_000, "processed")
    after = rig.gateway.fetch_payment(payment.id)
    assert (after.amount_refunded, after.status) == (50_000, "captured")


def test_a_payment_that_is_given_back_whole_is_refunded(rig: Rig) -> None:
    payment = rig.paid(PRICE)
    rig.gateway.refund(payment.id, 50_000, "refund-1")

    rig.gateway.refund(payment.id, PRICE - 50_000, "refund-2")

    after = rig.gateway.fetch_payment(payment.id)
    assert (after.amount_refunded, after.status) == (PRICE, "refunded")


@pytest.mark.parametrize("key", ["refund-1", "r", "KD-1001: ring, wrong size — once more", "k" * 120])
def test_one_key_gives_money_back_once(rig: Rig, key: str) -> None:
    payment = rig.paid(PRICE)
    first = rig.gateway.refund(payment.id, 50_000, key)

    again = rig.gateway.refund(payment.id, 50_000, key)

    assert again == first
    assert rig.gateway.fetch_payment(payment.id).amount_refunded == 50_000
    assert rig.gateway.refunds_of(payment.id) == [first]


def test_two_keys_of_the_same_beginning_are_two_refunds(rig: Rig) -> None:
    payment = rig.paid(PRICE)

    rig.gateway.refund(payment.id, 50_000, "k" * 60 + "1")
    rig.gateway.refund(payment.id, 50_000, "k" * 60 + "2")

    assert rig.gateway.fetch_payment(payment.id).amount_refunded == 100_000


def test_a_key_belongs_to_its_payment(rig: Rig) -> None:
    payment, other = rig.paid(PRICE), rig.paid(PRICE)
    first = rig.gateway.refund(payment.id, 50_000, "refund-1")

    second = rig.gateway.refund(other.id, 50_000, "refund-1")

    assert (second.id != first.id, second.payment_id) == (True, other.id)


def test_one_key_cannot_ask_for_another_amount(rig: Rig) -> None:
    payment = rig.paid(PRICE)
    rig.gateway.refund(payment.id, 50_000, "refund-1")

    with pytest.raises(GatewayRefused, match="another amount"):
        rig.gateway.refund(payment.id, 60_000, "refund-1")

    assert rig.gateway.fetch_payment(payment.id).amount_refunded == 50_000


def test_no_more_is_given_back_than_was_paid(rig: Rig) -> None:
    payment = rig.paid(PRICE)
    rig.gateway.refund(payment.id, PRICE - 100, "refund-1")

    with pytest.raises(GatewayRefused, match="greater"):
        rig.gateway.refund(payment.id, 101, "refund-2")

    assert rig.gateway.fetch_payment(payment.id).amount_refunded == PRICE - 100


@pytest.mark.parametrize("amount", [99, 0, -50_000])
def test_no_less_than_a_rupee_is_given_back(rig: Rig, amount: int) -> None:
    payment = rig.paid(PRICE)

    with pytest.raises(GatewayRefused, match="at least"):
        rig.gateway.refund(payment.id, amount, "refund-1")

    assert rig.gateway.refunds_of(payment.id) == []


@pytest.mark.parametrize("outcome", ["authorized", "failed"])
def test_only_captured_money_is_given_back(rig: Rig, outcome: str) -> None:
    payment = rig.paid(PRICE, outcome)

    with pytest.raises(GatewayRefused, match="captured"):
        rig.gateway.refund(payment.id, 50_000, "refund-1")

    assert rig.gateway.refunds_of(payment.id) == []


def test_refunds_are_listed_and_found_under_their_own_payment(rig: Rig) -> None:
    payment, other = rig.paid(PRICE), rig.paid(PRICE)
    first = rig.gateway.refund(payment.id, 50_000, "refund-1")
    second = rig.gateway.refund(payment.id, 60_000, "refund-2")

    assert {refund.id for refund in rig.gateway.refunds_of(payment.id)} == {first.id, second.id}
    assert rig.gateway.fetch_refund(payment.id, first.id) == first
    assert rig.gateway.refunds_of(other.id) == []
    with pytest.raises(NoSuchPayment):
        rig.gateway.fetch_refund(other.id, first.id)


def test_many_small_refunds_are_all_listed(rig: Rig) -> None:
    payment = rig.paid(PRICE)

    made = {rig.gateway.refund(payment.id, 100, f"refund-{number}").id for number in range(12)}

    assert {refund.id for refund in rig.gateway.refunds_of(payment.id)} == made
    assert len(made) == 12


def test_one_key_asked_for_at_the_same_moment_gives_money_back_once(rig: Rig, app: Flask) -> None:
    payment = rig.paid(PRICE)

    answers = in_threads(app, *[lambda: rig.gateway.refund(payment.id, 50_000, "refund-1")] * 6)

    assert len(set(answers)) == 1
    assert rig.gateway.refunds_of(payment.id) == answers[:1]
    assert rig.gateway.fetch_payment(payment.id).amount_refunded == 50_000


def test_refunds_at_the_same_moment_never_exceed_the_payment(rig: Rig, app: Flask) -> None:
    payment = rig.paid(1_000_00)

    calls = [lambda key=key: rig.gateway.refund(payment.id, 400_00, f"refund-{key}") for key in range(6)]
    answers = in_threads(app, *calls)

    assert sum(isinstance(answer, GatewayRefund) for answer in answers) == 2
    assert sum(isinstance(answer, GatewayRefused) for answer in answers) == 4
    assert rig.gateway.fetch_payment(payment.id).amount_refunded == 800_00


def test_captures_at_the_same_moment_all_answer_the_captured_payment(rig: Rig, app: Flask) -> None:
    payment = rig.paid(PRICE, "authorized")

    answers = in_threads(app, *[lambda: rig.gateway.capture(payment.id, PRICE, "INR")] * 6)

    assert {getattr(answer, "status", answer) for answer in answers} == {"captured"}


def test_of_two_payments_captured_at_the_same_moment_one_is_taken(rig: Rig, app: Flask) -> None:
    order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})
    payments = [rig.pay(order.id, "authorized") for _ in range(4)]

    calls = [lambda payment=payment: rig.gateway.capture(payment, PRICE, "INR") for payment in payments]
    answers = in_threads(app, *calls)

    assert sum(isinstance(answer, GatewayPayment) for answer in answers) == 1
    assert [payment.status for payment in rig.gateway.payments_of(order.id)].count("captured") == 1


def test_amounts_beyond_two_crore_rupees_keep_every_paisa(rig: Rig) -> None:
    crores = 12_34_56_789_01

    payment = rig.paid(crores)

    assert payment.amount == crores
    assert rig.gateway.refund(payment.id, crores, "refund-1").amount == crores


def test_the_signature_of_the_window_holds_for_its_order_and_payment_only(rig: Rig) -> None:
    payment, other = rig.paid(), rig.paid()
    signature = rig.sign(payment.order_id, payment.id)

    assert rig.gateway.signature_holds(payment.order_id, payment.id, signature)
    assert not rig.gateway.signature_holds(other.order_id, payment.id, signature)
    assert not rig.gateway.signature_holds(payment.order_id, other.id, signature)
    assert not rig.gateway.signature_holds(payment.order_id, payment.id, signature[:-1] + "x")


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("authorized", "payment.authorized"),
        ("captured", "payment.captured"),
        ("failed", "payment.failed"),
        ("captured", "order.paid"),
    ],
)
def test_an_event_tells_of_a_payment_as_fetching_it_would(rig: Rig, outcome: str, kind: str) -> None:
    payment = rig.paid(PRICE, outcome)
    body, signature, event_id = rig.event(kind, payment)

    event = rig.gateway.read_event(body, signature, event_id)

    assert event is not None
    assert (event.id, event.kind, event.order_id) == (event_id, kind, payment.order_id)
    assert (event.payment, event.refund) == (payment, None)


@pytest.mark.parametrize("kind", ["refund.created", "refund.processed", "refund.failed"])
def test_an_event_tells_of_a_refund_and_its_payment(rig: Rig, kind: str) -> None:
    payment = rig.paid(PRICE)
    refund = rig.gateway.refund(payment.id, 50_000, "refund-1")
    body, signature, event_id = rig.event(kind, refund)

    event = rig.gateway.read_event(body, signature, event_id)

    assert event is not None
    assert (event.kind, event.order_id, event.refund) == (kind, payment.order_id, refund)
    assert event.payment is not None
    assert event.payment.amount_refunded == 50_000


def test_an_event_with_a_forged_signature_is_none(rig: Rig) -> None:
    body, signature, event_id = rig.event("payment.captured", rig.paid())

    assert rig.gateway.read_event(body.replace(b"INR", b"USD"), signature, event_id) is None
    assert rig.gateway.read_event(body, signature[::-1], event_id) is None
    assert rig.gateway.read_event(body, "", event_id) is None


def test_the_signature_of_a_payment_is_none_for_an_event(rig: Rig) -> None:
    payment = rig.paid()
    body = f"{payment.order_id}|{payment.id}".encode()

    assert rig.gateway.read_event(body, rig.sign(payment.order_id, payment.id), "event_1") is None


def test_the_payments_of_a_span_are_those_begun_in_it(rig: Rig) -> None:
    begun = clock.now().replace(microsecond=0)
    with clock.frozen(begun - timedelta(seconds=1)):
        before = rig.paid()
    with clock.frozen(begun):
        paid, failed = rig.paid(), rig.paid(outcome="failed")
    with clock.frozen(begun + timedelta(hours=1)):
        after = rig.paid()

    found = rig.gateway.payments_between(begun, begun + timedelta(hours=1))

    assert {one.id for one in found} == {paid.id, failed.id}
    assert {one.created_at for one in found} == {begun}
    assert rig.gateway.payments_between(begun + timedelta(hours=2), begun + timedelta(hours=3)) == []
    assert {before.id, after.id}.isdisjoint({one.id for one in found})


def test_a_day_of_many_payments_is_told_whole(rig: Rig) -> None:
    moment = clock.now().replace(microsecond=0)
    with clock.frozen(moment):
        order = rig.gateway.create_order(PRICE, "INR", "KD-1001", {})
        made = {rig.pay(order.id, "failed") for _ in range(205)}

    found = rig.gateway.payments_between(moment, moment + timedelta(seconds=1))

    assert {one.id for one in found} == made
    assert len(found) == 205


def test_a_refund_bears_the_key_that_it_was_asked_for_with(rig: Rig) -> None:
    payment = rig.paid(PRICE)

    refund = rig.gateway.refund(payment.id, 100, "refund-1")

    assert refund.key == "refund-1"
    assert [one.key for one in rig.gateway.refunds_of(payment.id)] == ["refund-1"]


def test_no_gateway_is_called_inside_a_transaction(rig: Rig) -> None:
    gateway, payment = rig.gateway, rig.paid(PRICE)
    calls = [
        lambda: gateway.create_order(PRICE, "INR", "KD-1002", {}),
        lambda: gateway.find_order("KD-1001"),
        lambda: gateway.fetch_order(payment.order_id),
        lambda: gateway.payments_of(payment.order_id),
        lambda: gateway.fetch_payment(payment.id),
        lambda: gateway.payments_between(clock.now(), clock.now()),
        lambda: gateway.capture(payment.id, PRICE, "INR"),
        lambda: gateway.refund(payment.id, 100, "refund-1"),
        lambda: gateway.fetch_refund(payment.id, UNKNOWN),
        lambda: gateway.refunds_of(payment.id),
    ]

    for call in calls:
        with transaction(), pytest.raises(AssertionError, match="leave the transaction"):
            call()

    assert rig.gateway.find_order("KD-1002") is None
    assert rig.gateway.refunds_of(payment.id) == []


def test_both_gateways_are_for_tests_here(rig: Rig) -> None:
    assert rig.gateway.is_test
    assert rig.gateway.name in ("razorpay", "sandbox")
    assert rig.gateway.key_id
