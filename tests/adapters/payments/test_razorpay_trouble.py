"""What Razorpay's adapter makes of a bad line and of odd answers: a yes, a no, or a plain "nobody knows", never anything else."""

import logging
import time
import traceback
from base64 import b64encode
from pathlib import Path

import pytest
import requests
from flask import Flask
from requests.adapters import HTTPAdapter
from sqlalchemy import select
from structlog.testing import capture_logs

from config import Config, complete
from storefront.adapters.payments import razorpay, razorpay_session
from storefront.adapters.payments.base import GatewayRefused, GatewayUnavailable, NoSuchPayment
from storefront.adapters.payments.razorpay import RazorpayGateway
from storefront.app import choose_adapters
from storefront.core.db import db, session
from tests.adapters.payments.conftest import in_threads, make_razorpay
from tests.adapters.payments.razorpay_server import TROUBLES, RazorpayServer, serve

# A bad line is the same on every database.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])

PRICE = 45_000_00


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(razorpay_session, "WAITS", (0, 0))


@pytest.fixture
def order_id(razorpay: RazorpayGateway) -> str:
    return razorpay.create_order(PRICE, "INR", "KD-1001", {}).id


@pytest.fixture
def payment_id(server: RazorpayServer, order_id: str) -> str:
    return server.pay(order_id)


@pytest.fixture
def nobody() -> str:
    """An address where nobody listens any more."""
    with serve() as gone:
        return gone.url


@pytest.mark.parametrize("trouble", [*TROUBLES, "reset", "lost"])
def test_without_a_definite_answer_the_gateway_is_unavailable(
    razorpay: RazorpayGateway, server: RazorpayServer, payment_id: str, trouble: str
) -> None:
    server.misbehave(trouble)

    with pytest.raises(GatewayUnavailable):
        razorpay.fetch_payment(payment_id)
    with pytest.raises(GatewayUnavailable):
        razorpay.refunds_of(payment_id)
    with pytest.raises(GatewayUnavailable):
        razorpay.create_order(PRICE, "INR", "KD-1002", {})


def test_a_gateway_that_does_not_listen_is_unavailable(app: Flask, server: RazorpayServer, nobody: str) -> None:
    gateway = RazorpayGateway(server.key_id, server.key_secret, server.webhook_secret, nobody)

    with pytest.raises(GatewayUnavailable):
        gateway.find_order("KD-1001")
    with pytest.raises(GatewayUnavailable):
        gateway.create_order(PRICE, "INR", "KD-1001", {})


def test_a_slow_answer_is_not_waited_for_twice(impatient: RazorpayGateway, server: RazorpayServer, payment_id: str) -> None:
    server.misbehave("slow")

    with pytest.raises(GatewayUnavailable):
        impatient.fetch_payment(payment_id)

    assert len(server.asked("GET")) == 1


def test_a_slow_connection_is_not_waited_for_twice(
    razorpay: RazorpayGateway, payment_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def never(self: HTTPAdapter, request: requests.PreparedRequest, **options: object) -> requests.Response:
        tries.append(request.url)
        raise requests.ConnectTimeout

    monkeypatch.setattr(HTTPAdapter, "send", never)
    with pytest.raises(GatewayUnavailable):
        razorpay.fetch_payment(payment_id)

    assert len(tries) == 1


@pytest.mark.parametrize("trouble", ["html", "reset"])
def test_reading_is_tried_again_when_the_line_breaks(
    razorpay: RazorpayGateway, server: RazorpayServer, payment_id: str, trouble: str
) -> None:
    server.misbehave(trouble, times=2)

    payment = razorpay.fetch_payment(payment_id)

    assert payment.id == payment_id
    assert len(server.asked("GET")) == 3


@pytest.mark.parametrize("trouble", ["html", "error", "reset", "lost", "conflict"])
def test_what_changes_something_is_asked_once(razorpay: RazorpayGateway, server: RazorpayServer, trouble: str) -> None:
    server.misbehave(trouble)

    with pytest.raises(GatewayUnavailable):
        razorpay.create_order(PRICE, "INR", "KD-1001", {})

    assert len(server.asked("POST")) == 1


def test_a_redirect_is_not_followed(razorpay: RazorpayGateway, server: RazorpayServer) -> None:
    server.misbehave("redirect", times=1)

    with pytest.raises(GatewayUnavailable):
        razorpay.create_order(PRICE, "INR", "KD-1001", {})

    assert [seen.method for seen in server.seen] == ["POST"]


@pytest.mark.parametrize("trouble", ["late", "lost"])
def test_an_order_whose_answer_was_lost_is_found_again(
    razorpay: RazorpayGateway, impatient: RazorpayGateway, server: RazorpayServer, trouble: str
) -> None:
    server.misbehave(trouble, times=1)
    with pytest.raises(GatewayUnavailable):
        impatient.create_order(PRICE, "INR", "KD-1001", {})

    found = razorpay.find_order("KD-1001")

    assert found is not None
    assert [found.id] == list(server.orders)


@pytest.mark.parametrize("trouble", ["late", "lost"])
def test_a_refund_whose_answer_was_lost_is_found_and_not_made_twice(
    razorpay: RazorpayGateway, impatient: RazorpayGateway, server: RazorpayServer, payment_id: str, trouble: str
) -> None:
    server.misbehave(trouble, method="POST", times=1)
    with pytest.raises(GatewayUnavailable):
        impatient.refund(payment_id, 5_000_00, "refund-1")

    found = razorpay.refund(payment_id, 5_000_00, "refund-1")

    assert [found.id] == list(server.refunds)
    assert server.payments[payment_id]["amount_refunded"] == 5_000_00
    assert len(server.asked("POST", "/refund")) == 1


def test_a_refund_that_is_not_listed_yet_is_not_made_twice(
    razorpay: RazorpayGateway, server: RazorpayServer, payment_id: str
) -> None:
    server.misbehave("lost", method="POST", times=1)
    with pytest.raises(GatewayUnavailable):
        razorpay.refund(payment_id, 5_000_00, "refund-1")
    (made,) = server.refunds
    server.refunds.clear()

    again = razorpay.refund(payment_id, 5_000_00, "refund-1")

    assert again.id == made
    assert server.payments[payment_id]["amount_refunded"] == 5_000_00


def test_a_capture_whose_answer_was_lost_is_found_done(razorpay: RazorpayGateway, server: RazorpayServer, order_id: str) -> None:
    payment_id = server.pay(order_id, "authorized")
    server.misbehave("lost", method="POST", times=1)
    with pytest.raises(GatewayUnavailable):
        razorpay.capture(payment_id, PRICE, "INR")

    assert razorpay.capture(payment_id, PRICE, "INR").status == "captured"


def test_a_refused_capture_is_not_believed_while_the_payment_cannot_be_seen(
    razorpay: RazorpayGateway, server: RazorpayServer, payment_id: str
) -> None:
    server.misbehave("error", method="GET")

    with pytest.raises(GatewayUnavailable):
        razorpay.capture(payment_id, PRICE, "INR")


def test_a_refusal_keeps_the_gateways_words_and_code(razorpay: RazorpayGateway) -> None:
    with pytest.raises(GatewayRefused) as refusal:
        razorpay.create_order(1, "INR", "KD-1001", {})

    assert (refusal.value.reason, refusal.value.code) == ("The amount must be at least INR 1.00", "BAD_REQUEST_ERROR")


def test_a_no_to_our_key_is_no_answer_and_is_logged(app: Flask, server: RazorpayServer) -> None:
    gateway = RazorpayGateway(server.key_id, "another secret", server.webhook_secret, server.url)

    with capture_logs() as logged, pytest.raises(GatewayUnavailable):
        gateway.find_order("KD-1001")

    (said,) = logged
    assert (said["status"], said["asked"], said["reason"]) == (401, "GET /v1/orders", "Authentication failed")


@pytest.mark.parametrize("trouble", ["no key", "conflict", "busy"])
def test_a_no_beside_the_matter_leaves_a_lost_refund_to_be_found(
    razorpay: RazorpayGateway, server: RazorpayServer, payment_id: str, trouble: str
) -> None:
    server.misbehave("lost", method="POST", times=1)
    with pytest.raises(GatewayUnavailable):
        razorpay.refund(payment_id, 5_000_00, "refund-1")
    server.misbehave(trouble, times=1)
    with pytest.raises(GatewayUnavailable):
        razorpay.refund(payment_id, 5_000_00, "refund-1")

    assert [razorpay.refund(payment_id, 5_000_00, "refund-1").id] == list(server.refunds)


def test_an_address_that_razorpay_does_not_know_is_no_such_payment(app: Flask, server: RazorpayServer) -> None:
    gateway = RazorpayGateway(server.key_id, server.key_secret, server.webhook_secret, f"{server.url}/v0")

    with pytest.raises(NoSuchPayment, match="not found"):
        gateway.fetch_payment("pay_HeGCvvjQIAjsvZ")


def test_a_strange_id_is_not_even_asked_for(razorpay: RazorpayGateway, server: RazorpayServer) -> None:
    with pytest.raises(NoSuchPayment):
        razorpay.fetch_payment("../orders")

    assert server.seen == []


def test_each_call_has_time_limits(razorpay: RazorpayGateway, order_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[object] = []
    send = HTTPAdapter.send

    def noted(self: HTTPAdapter, request: requests.PreparedRequest, **options: object) -> requests.Response:
        limits.append(options["timeout"])
        return send(self, request, **options)

    monkeypatch.setattr(HTTPAdapter, "send", noted)
    razorpay.fetch_order(order_id)
    razorpay.create_order(PRICE, "INR", "KD-1002", {})

    assert limits == [(3.05, 10.0), (3.05, 10.0)]


def test_the_database_is_given_back_before_the_wait(razorpay: RazorpayGateway, order_id: str) -> None:
    session().execute(select(1))
    held = db.engine.pool.checkedout()

    razorpay.fetch_order(order_id)

    assert (held, db.engine.pool.checkedout()) == (1, 0)


@pytest.mark.parametrize("trouble", ["", "html", "error", "reset", "slow", "list refusal", "deep"])
def test_nothing_is_printed_and_no_secret_is_logged_or_reported(
    impatient: RazorpayGateway,
    server: RazorpayServer,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    trouble: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.misbehave(trouble)
    told = ""

    logged: list[object] = []
    for call in (lambda: impatient.find_order("KD-1001"), lambda: impatient.create_order(1, "INR", "KD-1001", {})):
        try:
            with capture_logs() as said:
                call()
        except (GatewayUnavailable, GatewayRefused) as error:
            report = traceback.TracebackException.from_exception(error, capture_locals=True)
            # The first frame is this test's own, which knows the secrets.
            report.stack = traceback.StackSummary.from_list(report.stack[1:])
            told += "".join(report.format())
        logged += said

    assert "razorpay_session.py" in told
    assert "".join(capfd.readouterr()) == ""
    basic = b64encode(f"{server.key_id}:{server.key_secret}".encode()).decode()
    for secret in (server.key_secret, server.webhook_secret, basic):
        assert secret not in told + repr(logged) + caplog.text


def test_trouble_leaves_a_word_in_the_log(razorpay: RazorpayGateway, server: RazorpayServer, payment_id: str) -> None:
    server.misbehave("error")

    with capture_logs() as logged, pytest.raises(GatewayUnavailable):
        razorpay.fetch_payment(payment_id)

    (said,) = logged
    assert (said["log_level"], said["status"], said["asked"]) == ("warning", 500, f"GET /v1/payments/{payment_id}")


def test_notes_and_receipt_arrive_as_given(razorpay: RazorpayGateway, server: RazorpayServer) -> None:
    order = razorpay.create_order(PRICE, "INR", "KD-1001", {"order": "KD-1001", "gift": "हाँ"})

    assert server.orders[order.id]["receipt"] == "KD-1001"
    assert server.orders[order.id]["notes"] == {"order": "KD-1001", "gift": "हाँ"}


def test_a_refund_carries_its_key_where_people_and_razorpay_look(
    razorpay: RazorpayGateway, server: RazorpayServer, payment_id: str
) -> None:
    razorpay.refund(payment_id, 5_000_00, "KD-1001: wrong size")

    (asked,) = server.asked("POST", "/refund")
    assert asked.body == {"amount": 5_000_00, "receipt": "KD-1001: wrong size", "notes": {"key": "KD-1001: wrong size"}}
    assert len(asked.headers["x-refund-idempotency"]) == 40


def test_a_slash_after_the_address_does_no_harm(app: Flask, server: RazorpayServer) -> None:
    gateway = RazorpayGateway(server.key_id, server.key_secret, server.webhook_secret, f"{server.url}/")

    assert gateway.find_order("KD-1001") is None


def test_only_test_keys_are_for_tests(app: Flask, server: RazorpayServer) -> None:
    live = RazorpayGateway("rzp_live_1DP5mmOlF5G5ag", "secret", "secret", server.url)

    assert make_razorpay(server).is_test
    assert not live.is_test


def test_a_slow_gateway_keeps_only_so_many_threads_and_the_others_hear_soon(
    app: Flask, server: RazorpayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(razorpay, "PATIENCE", 0.1)
    gateway = make_razorpay(server, timeout=(1.0, 1.0), at_once=2)
    server.misbehave("slow")
    took = []

    def ask() -> object:
        began = time.perf_counter()
        try:
            return gateway.find_order("KD-1001")
        finally:
            took.append(time.perf_counter() - began)

    answers = in_threads(app, *[ask] * 6)

    assert [type(answer) for answer in answers] == [GatewayUnavailable] * 6
    assert sum(seconds < 0.5 for seconds in took) == 4
    assert len(server.seen) == 2


def test_a_place_is_free_again_whatever_came_of_the_call(app: Flask, server: RazorpayServer) -> None:
    gateway = make_razorpay(server, at_once=1)
    for trouble in ("error", "hollow", "html refusal", "number"):
        server.misbehave(trouble, times=3)
        with pytest.raises((GatewayUnavailable, GatewayRefused)):
            gateway.fetch_order("order_1")
        server.misbehave("", times=0)

    assert gateway.find_order("KD-1001") is None


def test_the_shop_leaves_half_of_its_threads_to_those_who_look_around(app: Flask, tmp_path: Path) -> None:
    keys = {name: f"rzp_test_{name.lower()}" for name in ("RAZORPAY_KEY_ID", "RAZORPAY_KEY_SECRET", "RAZORPAY_WEBHOOK_SECRET")}
    config = complete(Config(DATA_DIR=tmp_path, DB_POOL_SIZE=6, **keys))

    gateway = choose_adapters(config).gateway

    assert isinstance(gateway, RazorpayGateway)
    assert gateway._places._value == 3
