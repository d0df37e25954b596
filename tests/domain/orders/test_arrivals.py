"""Each event once or seventy times, in any order, beside the browser's return: what it ends in is the same.

First over the tables alone, by a machine of hypothesis that hears events as it likes; then over the real endpoints and the
worker.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from storefront.adapters.payments.base import GatewayPayment
from storefront.core.db import session
from storefront.core.outbox import Job, work
from storefront.domain.inventory.audit import drifts
from storefront.domain.inventory.queries import levels
from storefront.domain.orders import webhooks
from storefront.domain.orders.checkout import Placed
from storefront.domain.orders.queries import page
from storefront.domain.orders.settlement import confirm_return
from storefront.domain.orders.states import (
    CancelReason,
    Event,
    Meeting,
    MoneyEvent,
    PaymentStatus,
    Status,
    meeting,
    next,
    next_money,
)
from storefront.domain.payments.states import PaymentState, RefundState, further_refund, standing, whole_or_back
from tests.browser import Browser, new_browser
from tests.factories.catalog import a_ring
from tests.factories.money import books
from tests.factories.orders import a_payment, a_placed_order, sandbox

PRICE = 10_000_00
REFUNDS = {"part": 2_500_00, "whole": PRICE, "rest": PRICE - 2_500_00}


@dataclass
class Tables:
    """An order, its payments and its refunds as the tables have them, without a shop around."""

    status: Status = Status.PENDING
    reason: CancelReason | None = None
    money: PaymentStatus = PaymentStatus.PENDING
    bought_by: str | None = None
    payments: dict[str, PaymentState] = field(default_factory=dict)
    refunds: dict[str, RefundState] = field(default_factory=dict)
    sold: int = 0

    def hear(self, what: str, of: str) -> None:
        if what == "lapse":
            self._lapse()
        elif what in ("created", "processed", "refund_failed"):
            told = {"created": RefundState.PENDING, "processed": RefundState.PROCESSED, "refund_failed": RefundState.FAILED}[what]
            self.refunds[of] = further_refund(self.refunds.get(of, told), told)
        else:
            told_state = PaymentState(what)
            self.payments[of] = standing(self.payments.get(of, told_state), told_state)
            if told_state is PaymentState.FAILED:
                self.money = next_money(self.money, MoneyEvent.FAIL)
            elif told_state is PaymentState.CAPTURED:
                self._captured(of)
        self._follow()

    def _lapse(self) -> None:
        was, self.status = self.status, next(self.status, Event.LAPSE)
        if self.status is not was:
            self.reason = CancelReason.EXPIRED

    def _captured(self, payment: str) -> None:
        met = meeting(self.status, self.reason, self.bought_by, payment, sibling_sold=False)
        if met in (Meeting.BUYS, Meeting.REVIVES):
            self.status = next(self.status, Event.PAY if met is Meeting.BUYS else Event.REVIVE)
            self.money = next_money(self.money, MoneyEvent.PAY)
            self.reason, self.bought_by, self.sold = None, payment, self.sold + 1

    def _follow(self) -> None:
        if self.bought_by:
            whole = self.back >= PRICE
            self.money = next_money(self.money, MoneyEvent.GIVE_BACK if whole else MoneyEvent.KEEP)
            self.payments[self.bought_by] = whole_or_back(self.payments[self.bought_by], PRICE, self.back)

    @property
    def back(self) -> int:
        return sum(REFUNDS[name] for name, state in self.refunds.items() if state is not RefundState.FAILED)


STORIES = {
    "paid at the second attempt": (
        [("failed", "a"), ("authorized", "b"), ("captured", "b"), ("lapse", "")],
        (Status.CONFIRMED, PaymentStatus.PAID, 0),
    ),
    "part of it went back": (
        [("captured", "b"), ("failed", "a"), ("created", "part"), ("processed", "part"), ("lapse", "")],
        (Status.CONFIRMED, PaymentStatus.PAID, 2_500_00),
    ),
    "all of it went back": (
        [("authorized", "b"), ("captured", "b"), ("created", "whole"), ("processed", "whole")],
        (Status.CONFIRMED, PaymentStatus.REFUNDED, PRICE),
    ),
    "in two parts": (
        [("captured", "b"), ("processed", "part"), ("created", "rest"), ("processed", "rest"), ("lapse", "")],
        (Status.CONFIRMED, PaymentStatus.REFUNDED, PRICE),
    ),
    "a refund failed": (
        [("captured", "b"), ("created", "whole"), ("refund_failed", "whole"), ("failed", "a")],
        (Status.CONFIRMED, PaymentStatus.PAID, 0),
    ),
    "nobody paid": ([("failed", "a"), ("authorized", "b"), ("lapse", "")], (Status.CANCELLED, PaymentStatus.FAILED, 0)),
}


class Arrivals(RuleBasedStateMachine):
    """Hears the events of a story as often and in whatever order it likes, and at the end each that it has not heard yet."""

    @initialize(name=st.sampled_from(sorted(STORIES)))
    def begin(self, name: str) -> None:
        self.events, self.ends = STORIES[name]
        self.order, self.unheard = Tables(), list(self.events)

    @rule(data=st.data(), times=st.integers(1, 70))
    def hear(self, data: st.DataObject, times: int) -> None:
        event = data.draw(st.sampled_from(self.events))
        for _ in range(times):
            self.order.hear(*event)
        if event in self.unheard:
            self.unheard.remove(event)

    @invariant()
    def nothing_is_sold_twice(self) -> None:
        assert self.order.sold <= 1

    def teardown(self) -> None:
        for event in self.unheard:
            self.order.hear(*event)
        assert (self.order.status, self.order.money, self.order.back) == self.ends


class TestArrivals(Arrivals.TestCase):
    settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@dataclass
class Told:
    """An order of which the gateway knows everything by now, and the shop nothing yet."""

    placed: Placed
    payment: GatewayPayment
    ring: str

    @property
    def returned(self) -> dict[str, str]:
        signature = sandbox().sign(self.placed.gateway_order_id, self.payment.id)
        ids = {"razorpay_order_id": self.placed.gateway_order_id, "razorpay_payment_id": self.payment.id}
        return {**ids, "razorpay_signature": signature}

    def events(self) -> list[tuple[bytes, str, str]]:
        """One of each kind that the gateway sends of it."""
        refund = sandbox().refunds_of(self.payment.id)[0]
        (failed,) = [one for one in sandbox().payments_of(self.placed.gateway_order_id) if one.status == "failed"]
        about: list[tuple[str, Any]] = [("payment.failed", failed)]
        about += [(kind, self.payment) for kind in ("payment.authorized", "payment.captured", "order.paid")]
        about += [(kind, refund) for kind in ("refund.created", "refund.processed")]
        return [tuple(sandbox().event(kind, thing)) for kind, thing in about]


def a_story() -> Told:
    """One payment failed, another was authorized and waits to be captured or was captured, and a part of it went back by hand."""
    ring = a_ring(stock=5, price=12_000)
    placed = a_placed_order(ring)
    a_payment(placed, "failed")
    payment = a_payment(placed)
    sandbox().refund(payment.id, 2_000_00, key="by hand")
    return Told(placed, payment, ring)


def check_end(told: Told) -> None:
    whole = page(told.placed.id)
    order = whole.order
    assert (order.status, order.payment_status, order.refunded, order.unchecked) == ("confirmed", "paid", 2_000_00, False)
    assert sorted(one.state for one in whole.payments) == ["captured", "failed"]
    assert [one.state for one in whole.refunds] == ["processed"]
    assert [event.kind for event in whole.events].count("paid") == 1
    assert (levels([told.ring])[told.ring].on_hand, levels([told.ring])[told.ring].held) == (4, 0)
    assert session().query(Job).filter(Job.topic == "mail", Job.dedupe.like("mail:order_confirmed:%")).count() == 1
    assert books() == []
    assert drifts() == []


@pytest.mark.parametrize("seed", range(6))
def test_whatever_arrives_however_often_in_whatever_order_ends_the_same(app: Flask, seed: int) -> None:
    chance, told = Random(seed), a_story()
    away = new_browser(app)
    arrivals: list[Callable[[], int]] = [lambda: come_back(away, told)] * chance.choice((0, 1, 3))
    for event in told.events():
        arrivals += [lambda event=event: post(away, event)] * chance.choice((1, 2, 70))
    chance.shuffle(arrivals)

    answers = set()
    for arrive in arrivals:
        answers.add(arrive())
        if chance.random() < 0.1:
            work(limit=3)
    work(limit=500)

    assert answers <= {200, 303}
    check_end(told)


def post(browser: Browser, event: tuple[bytes, str, str]) -> int:
    body, signature, event_id = event
    headers = {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id, "Origin": "https://api.razorpay.com"}
    return browser.post("/payment/webhook", data=body, headers=headers, content_type="application/json").status_code


def come_back(browser: Browser, told: Told) -> int:
    """From the gateway's own site, without any cookie."""
    headers = {"Origin": "https://api.razorpay.com", "Sec-Fetch-Site": "cross-site"}
    return browser.post("/payment/return", data=told.returned, headers=headers).status_code


def arrive(what: str, given: tuple[Any, ...]) -> str:
    """In a process of its own, with a worker beside it."""
    if what == "return":
        confirm_return(*given)
    elif what == "event":
        webhooks.receive(*given)
    work(limit=5)
    return "heard"


def test_all_at_the_same_moment_in_many_processes_ends_the_same(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    told = a_story()
    returned = ("return", tuple(told.returned.values()))
    calls = [returned, *[("event", event) for event in told.events()] * 3, returned, returned]

    outcomes = at_once(arrive, calls)
    work(limit=100)

    assert outcomes == ["heard"] * len(calls)
    check_end(told)
