"""Signatures hold for exactly what was signed, and whatever else comes is a no, never an error."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.adapters.payments.signatures import (
    body_signature_holds,
    payment_signature_holds,
    sign_body,
    sign_payment,
)

SECRET = b"s3cret"
ORDER, PAYMENT = "order_IluGWxBm9U8zJ8", "pay_IH4NVgf4Dreq1l"
ODD = [None, "", " ", "0" * 64, "é" * 64, "०" * 64, "\ud800", "\0", b"0" * 64, 7, 7.5, True, [], {}, object(), "f" * 100_000]
# By their place: the name of an object differs between the processes that share the tests.
NAMES = [f"odd-{place}" for place in range(len(ODD))]
anything = st.one_of(st.none(), st.booleans(), st.integers(), st.binary(), st.text(), st.lists(st.text()))


def test_a_payment_is_signed_as_razorpay_documents_it() -> None:
    expected = hmac.new(SECRET, b"order_IluGWxBm9U8zJ8|pay_IH4NVgf4Dreq1l", hashlib.sha256).hexdigest()

    assert sign_payment(SECRET, ORDER, PAYMENT) == expected
    assert payment_signature_holds(SECRET, ORDER, PAYMENT, expected)


def test_a_body_is_signed_over_its_raw_bytes() -> None:
    body = '{"note": "₹ 1,23,456"}'.encode()
    signature = hmac.new(SECRET, body, hashlib.sha256).hexdigest()

    assert sign_body(SECRET, body) == signature
    assert body_signature_holds(SECRET, body, signature)
    assert not body_signature_holds(SECRET, body.replace(b" ", b""), signature)


@pytest.mark.parametrize("signature", ODD, ids=NAMES)
def test_an_odd_signature_does_not_hold(signature: object) -> None:
    assert payment_signature_holds(SECRET, ORDER, PAYMENT, signature) is False
    assert body_signature_holds(SECRET, b"{}", signature) is False


@pytest.mark.parametrize("odd", [*ODD[:4], "order_1|pay_1", "a b", "\ud800", b"order_1", 7, [], {}], ids=repr)
def test_an_odd_id_is_signed_for_nobody(odd: object) -> None:
    message = f"{odd}|{PAYMENT}".encode(errors="replace")
    signature = hmac.new(b"other", message, hashlib.sha256).hexdigest()

    assert payment_signature_holds(SECRET, odd, PAYMENT, signature) is False
    assert payment_signature_holds(SECRET, ORDER, odd, signature) is False


def test_one_signature_cannot_stand_for_two_pairs() -> None:
    signature = sign_body(SECRET, b"order_1|pay_1|pay_2")

    assert not payment_signature_holds(SECRET, "order_1|pay_1", "pay_2", signature)
    assert not payment_signature_holds(SECRET, "order_1", "pay_1|pay_2", signature)


def test_an_empty_secret_opens_nothing() -> None:
    assert not body_signature_holds(b"", b"{}", sign_body(b"", b"{}"))
    assert not payment_signature_holds(b"", ORDER, PAYMENT, sign_payment(b"", ORDER, PAYMENT))


def test_another_secret_does_not_open() -> None:
    assert not body_signature_holds(SECRET, b"{}", sign_body(b"other", b"{}"))
    assert not payment_signature_holds(SECRET, ORDER, PAYMENT, sign_payment(b"other", ORDER, PAYMENT))


def test_case_and_spaces_around_a_signature_count() -> None:
    signature = sign_payment(SECRET, ORDER, PAYMENT)

    for changed in (signature.upper(), f" {signature}", f"{signature}\n", signature[:-1], f"{signature}0"):
        assert not payment_signature_holds(SECRET, ORDER, PAYMENT, changed)


@given(order_id=anything, payment_id=anything, signature=anything)
def test_nothing_that_is_made_up_holds(order_id: object, payment_id: object, signature: object) -> None:
    assert payment_signature_holds(SECRET, order_id, payment_id, signature) is False


@given(body=anything, signature=anything)
def test_nothing_that_is_made_up_holds_over_a_body(body: object, signature: object) -> None:
    assert body_signature_holds(SECRET, body, signature) is False
