"""What is read from a webhook's body: what Razorpay documents, what it may add one day, and what nobody should send."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.adapters.payments.base import GatewayPayment, GatewayRefund
from storefront.adapters.payments.events import ABOUT, parse_event

PAYMENT: dict[str, Any] = {
    "id": "pay_HeGCvvjQIAjsvZ",
    "entity": "payment",
    "amount": 45_000_00,
    "currency": "INR",
    "status": "captured",
    "order_id": "order_HeGCnjDGqpe5oW",
    "method": "upi",
    "amount_refunded": 0,
    "refund_status": None,
    "captured": True,
    "vpa": "asha@upi",
    "notes": [],
    "error_code": None,
    "error_description": None,
}
ORDER: dict[str, Any] = {
    "id": "order_HeGCnjDGqpe5oW",
    "entity": "order",
    "amount": 45_000_00,
    "currency": "INR",
    "receipt": "KD-1001",
    "status": "paid",
    "notes": [],
}
REFUND: dict[str, Any] = {
    "id": "rfnd_Heax5rxucwf2aS",
    "entity": "refund",
    "amount": 5_000_00,
    "currency": "INR",
    "payment_id": "pay_HeGCvvjQIAjsvZ",
    "status": "processed",
    "notes": [],
}
READ_PAYMENT = GatewayPayment(
    id="pay_HeGCvvjQIAjsvZ",
    order_id="order_HeGCnjDGqpe5oW",
    amount=45_000_00,
    currency="INR",
    status="captured",
    method="upi",
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def make_body(kind: Any, **entities: Any) -> bytes:
    payload = {name: {"entity": entity} for name, entity in entities.items()}
    return json.dumps({"entity": "event", "event": kind, "contains": list(entities), "payload": payload}).encode()


def whole(kind: str) -> dict[str, Any]:
    """The entities that Razorpay sends with this kind."""
    more = {"order": {"order": ORDER}, "refund": {"refund": REFUND}}.get(ABOUT[kind], {})
    return {"payment": PAYMENT, **more}


@pytest.mark.parametrize("kind", [kind for kind, about in ABOUT.items() if about == "payment"])
def test_an_event_of_a_payment_carries_it(kind: str) -> None:
    event = parse_event(make_body(kind, payment=PAYMENT), "event_1")

    assert event is not None
    assert (event.id, event.kind, event.order_id) == ("event_1", kind, "order_HeGCnjDGqpe5oW")
    assert (event.payment, event.refund) == (READ_PAYMENT, None)


def test_a_failed_payment_says_why() -> None:
    failed = {**PAYMENT, "status": "failed", "error_description": "Payment was declined by the bank"}

    event = parse_event(make_body("payment.failed", payment=failed), "event_1")

    assert event is not None
    assert event.payment is not None
    assert (event.payment.status, event.payment.error) == ("failed", "Payment was declined by the bank")


def test_a_paid_order_carries_its_payment() -> None:
    event = parse_event(make_body("order.paid", payment=PAYMENT, order=ORDER), "event_1")

    assert event is not None
    assert (event.order_id, event.payment) == ("order_HeGCnjDGqpe5oW", READ_PAYMENT)


@pytest.mark.parametrize("kind", [kind for kind, about in ABOUT.items() if about == "refund"])
def test_an_event_of_a_refund_carries_it_and_names_the_order(kind: str) -> None:
    event = parse_event(make_body(kind, payment=PAYMENT, refund=REFUND), "event_1")

    assert event is not None
    assert event.refund == GatewayRefund("rfnd_Heax5rxucwf2aS", "pay_HeGCvvjQIAjsvZ", 5_000_00, "processed")
    assert (event.order_id, event.payment) == ("order_HeGCnjDGqpe5oW", READ_PAYMENT)


def test_a_refund_alone_is_enough() -> None:
    event = parse_event(make_body("refund.processed", refund=REFUND), "event_1")

    assert event is not None
    assert event.refund is not None
    assert (event.order_id, event.payment) == (None, None)


def test_a_payment_without_an_order_is_an_event_of_no_order() -> None:
    event = parse_event(make_body("payment.captured", payment={**PAYMENT, "order_id": None}), "event_1")

    assert event is not None
    assert event.order_id is None
    assert event.payment is not None
    assert event.payment.order_id == ""


@pytest.mark.parametrize("kind", ["payment.dispute.created", "settlement.processed", "subscription.charged", "anything"])
def test_a_kind_that_we_do_not_know_is_kept(kind: str) -> None:
    bare, full = parse_event(make_body(kind), "event_1"), parse_event(make_body(kind, payment=PAYMENT), "event_2")

    assert bare is not None
    assert (bare.kind, bare.order_id, bare.payment, bare.refund) == (kind, None, None, None)
    assert full is not None
    assert full.payment == READ_PAYMENT


@pytest.mark.parametrize("kind", ABOUT)
def test_a_kind_that_we_act_on_is_none_without_its_entity(kind: str) -> None:
    entities = whole(kind)
    del entities[ABOUT[kind]]

    assert parse_event(make_body(kind, **entities), "event_1") is None
    assert parse_event(make_body(kind, **whole(kind)), "event_1") is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": None},
        {"id": 7},
        {"id": ""},
        {"id": "pay_1/../orders"},
        {"id": "x" * 1000},
        {"amount": None},
        {"amount": "4500000"},
        {"amount": 45_000.00},
        {"amount": True},
        {"amount": -1},
        {"amount": 10**30},
        {"amount": float("nan")},
        {"currency": 7},
        {"status": []},
        {"order_id": {"id": "order_1"}},
        {"amount_refunded": "0"},
        {"error_description": ["no"]},
    ],
    ids=str,
)
def test_a_payment_with_a_wrong_field_is_no_payment(wrong: dict[str, Any]) -> None:
    assert parse_event(make_body("payment.captured", payment={**PAYMENT, **wrong}), "event_1") is None


def test_a_broken_payment_beside_a_good_refund_is_left_out() -> None:
    event = parse_event(make_body("refund.processed", refund=REFUND, payment={"id": 7}), "event_1")

    assert event is not None
    assert event.refund is not None
    assert (event.payment, event.order_id) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"true",
        b"7",
        b"[]",
        b'"payment.captured"',
        b"{}",
        b"{",
        b"\xff\xfe\xfd",
        b"\x00\x00",
        b"<html>502</html>",
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"event": ' + b"9" * 100_000 + b"}",
        b'{"event": "settlement.processed", "amount": 1e999}',
        b'{"event": "settlement.processed", "amount": NaN}',
        b'{"event": null}',
        b'{"event": 7}',
        b'{"event": ["payment.captured"]}',
        b'{"event": ""}',
        b'{"event": "payment captured"}',
        b'{"event": "' + b"x" * 10_000 + b'"}',
        b'{"event": "payment.captured"}',
        b'{"event": "payment.captured", "payload": null}',
        b'{"event": "payment.captured", "payload": []}',
        b'{"event": "payment.captured", "payload": "payment"}',
        b'{"event": "payment.captured", "payload": {"payment": null}}',
        b'{"event": "payment.captured", "payload": {"payment": "entity"}}',
        b'{"event": "payment.captured", "payload": {"payment": {"entity": []}}}',
        b'{"event": "payment.captured", "payload": {"payment": {"entity": {}}}}',
    ],
    ids=lambda body: repr(body[:60]),
)
def test_what_is_no_event_is_none(body: bytes) -> None:
    assert parse_event(body, "event_1") is None


@given(st.binary())
def test_no_bytes_raise(body: bytes) -> None:
    event = parse_event(body, None)

    assert event is None or event.body


@given(kind=st.sampled_from([*ABOUT, "settlement.processed"]), payload=json_values)
def test_no_payload_raises(kind: str, payload: Any) -> None:
    event = parse_event(json.dumps({"event": kind, "payload": payload}).encode(), "event_1")

    assert event is None or kind == "settlement.processed"


@given(kind=st.sampled_from(list(ABOUT)), field=st.sampled_from(list(PAYMENT)), value=json_values)
def test_no_field_of_a_payment_raises(kind: str, field: str, value: Any) -> None:
    entities = {**whole(kind), "payment": {**PAYMENT, field: value}}

    event = parse_event(make_body(kind, **entities), "event_1")

    assert event is None or event.kind == kind


def test_what_databases_cannot_store_is_left_out_of_the_words() -> None:
    payment = {**PAYMENT, "error_description": "no\0 money \ud800here", "notes": {"a\0b": ["\udfff"]}}

    event = parse_event(make_body("payment.failed", payment=payment), "event_1")

    assert event is not None
    assert event.payment is not None
    assert event.payment.error == "no money here"
    assert event.body["payload"]["payment"]["entity"]["notes"] == {"ab": [""]}


def test_the_header_names_the_event_so_that_each_delivery_has_the_same_id() -> None:
    body = make_body("payment.captured", payment=PAYMENT)

    first, second = parse_event(body, "NmAVr2g8EjxPG8"), parse_event(body + b" ", "NmAVr2g8EjxPG8")

    assert first is not None
    assert second is not None
    assert first.id == second.id == "NmAVr2g8EjxPG8"


@pytest.mark.parametrize("header", [None, "", " ", "é", "a\0b", "a b", "x" * 65, "line\nbreak"], ids=repr)
def test_without_a_usable_header_the_body_names_the_event(header: str | None) -> None:
    body = make_body("payment.captured", payment=PAYMENT)

    event = parse_event(body, header)

    assert event is not None
    assert event.id == hashlib.sha256(body).hexdigest()
