"""Money that goes back: whole and in part, once, never more than came, followed to its end."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from storefront import adapters
from storefront.adapters.payments.base import GatewayRefund, GatewayRefused, GatewayUnavailable
from storefront.core import clock
from storefront.core.db import session
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.core.outbox import Job, work
from storefront.domain.accounts import Person
from storefront.domain.inventory.queries import available
from storefront.domain.orders import notices, webhooks
from storefront.domain.orders.forms import RefundForm
from storefront.domain.orders.fulfilment import cancel
from storefront.domain.orders.queries import page
from storefront.domain.orders.refunds import refund
from storefront.domain.orders.states import NotPaid
from storefront.domain.orders.sweep import sweep
from storefront.domain.payments.errors import TooMuchBack
from storefront.domain.payments.ledger import balance
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring
from tests.factories.money import a_refund, books
from tests.factories.orders import a_paid_order, a_placed_order, sandbox


class Gateway:
    """The sandbox, but for what a test says of its refunds."""

    def __init__(self, inner: Any, refund: Callable[[GatewayRefund], GatewayRefund]) -> None:
        self._inner, self._refund = inner, refund

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def refund(self, payment_id: str, amount: int, key: str) -> GatewayRefund:
        return self._refund(self._inner.refund(payment_id, amount, key))

    def refunds_of(self, payment_id: str) -> list[GatewayRefund]:
        return [self._refund(made) for made in self._inner.refunds_of(payment_id)]

    def fetch_refund(self, payment_id: str, refund_id: str) -> GatewayRefund:
        return self._refund(self._inner.fetch_refund(payment_id, refund_id))


def told(status: str) -> None:
    """From now on the gateway says this of all refunds."""
    inner = sandbox()
    adapters.swap(gateway=Gateway(inner, lambda made: replace(made, status=status)))


def stands(order_id: str) -> tuple[str, str, int]:
    order = page(order_id).order
    return order.status, order.payment_status, order.refunded


def test_a_part_goes_back_and_the_order_stays_paid(app: Flask) -> None:
    placed = a_paid_order(a_ring())

    a_refund(placed, 2_500_00)
    work(limit=20)

    assert stands(placed.id) == ("confirmed", "paid", 2_500_00)
    assert [one.state for one in page(placed.id).refunds] == ["processed"]
    assert balance(placed.id) == placed.total - 2_500_00
    assert books() == []


def test_parts_that_make_up_the_whole_end_in_refunded(app: Flask) -> None:
    placed = a_paid_order(a_ring())

    a_refund(placed, 2_500_00)
    a_refund(placed)
    work(limit=20)

    assert stands(placed.id) == ("confirmed", "refunded", placed.total)
    assert balance(placed.id) == 0
    assert books() == []


def test_more_than_is_left_is_refused_and_says_what_is(app: Flask) -> None:
    placed = a_paid_order(a_ring())
    a_refund(placed, placed.total - 1_00)

    with pytest.raises(TooMuchBack) as refused:
        a_refund(placed, 1_01)

    assert refused.value.left == 1_00
    a_refund(placed)
    with pytest.raises(TooMuchBack):
        a_refund(placed)


def test_of_an_order_that_nobody_paid_nothing_can_go_back(app: Flask) -> None:
    placed = a_placed_order(a_ring())

    with pytest.raises(NotPaid):
        a_refund(placed)


def test_a_form_that_is_sent_twice_gives_back_once(app: Flask) -> None:
    placed, key = a_paid_order(a_ring()), new_id()

    first, second = a_refund(placed, 1_000_00, key=key), a_refund(placed, 1_000_00, key=key)

    assert first == second
    assert stands(placed.id)[2] == 1_000_00


def test_pieces_are_put_back_once_whatever_follows(app: Flask) -> None:
    ring = a_ring(stock=3)
    placed = a_paid_order(ring, 2)

    a_refund(placed, 1_000_00, restock=True)
    a_refund(placed, 1_000_00, restock=True)
    assert available([ring]) == {ring: 3}
    cancel(placed.id, an_admin())

    assert available([ring]) == {ring: 3}
    assert stands(placed.id) == ("cancelled", "refunded", placed.total)


def test_without_restock_the_pieces_stay_sold(app: Flask) -> None:
    ring = a_ring(stock=3)
    placed = a_paid_order(ring, 2)

    a_refund(placed)

    assert available([ring]) == {ring: 1}


def give(order_id: str, amount: int, key: str, who: Person) -> str:
    refund(order_id, RefundForm(amount=amount, reason="The stone was loose.", key=key), who)
    return "given"


def test_refunds_at_the_same_moment_never_give_back_more_than_came(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    placed = a_paid_order(a_ring(price=10_000))

    outcomes = at_once(give, [(placed.id, 3_000_00, new_id(), an_admin()) for _ in range(8)])
    work(limit=50)

    assert sorted(outcomes) == ["TooMuchBack"] * 5 + ["given"] * 3
    assert stands(placed.id)[2] == 9_000_00
    payment = page(placed.id).payments[0]
    assert sandbox().fetch_payment(payment.gateway_payment_id).amount_refunded == 9_000_00
    assert books() == []


def test_a_form_that_is_sent_eight_times_at_the_same_moment_gives_back_once(
    app: Flask, at_once: Callable[..., list[Any]]
) -> None:
    placed, key = a_paid_order(a_ring(price=10_000)), new_id()

    outcomes = at_once(give, [(placed.id, 1_000_00, key, an_admin())] * 8)

    assert outcomes == ["given"] * 8
    assert stands(placed.id)[2] == 1_000_00


def test_a_refund_that_failed_makes_the_order_paid_again_and_staff_are_told(app: Flask) -> None:
    placed = a_paid_order(a_ring())

    def refuse(_made: GatewayRefund) -> GatewayRefund:
        raise GatewayRefused("Your account does not have enough balance")

    adapters.swap(gateway=Gateway(sandbox(), refuse))
    a_refund(placed)
    assert stands(placed.id)[1:] == ("refunded", placed.total)

    work(limit=20)

    assert stands(placed.id) == ("confirmed", "paid", 0)
    assert balance(placed.id) == placed.total
    assert "enough balance" in notices.unseen()[0].sentence
    assert books() == []


def test_a_refund_that_failed_can_be_decided_anew(app: Flask) -> None:
    placed = a_paid_order(a_ring())
    real = adapters.chosen()
    told("failed")
    a_refund(placed)
    work(limit=20)

    adapters.use(real)
    # The first has taken all at the sandbox, of which it was told that it failed.
    with pytest.raises(TooMuchBack):
        a_refund(placed, placed.total + 1)
    a_refund(placed, 1_00)

    assert stands(placed.id)[1:] == ("paid", 1_00)


@pytest.mark.parametrize("last", ["processed", "failed"])
def test_a_refund_that_pends_is_followed_to_its_end_by_the_sweep(app: Flask, last: str) -> None:
    placed, real = a_paid_order(a_ring()), adapters.chosen()
    told("pending")
    a_refund(placed)
    work(limit=20)
    assert page(placed.id).refunds[0].state == "pending"

    adapters.use(real)
    told(last)
    with clock.later(minutes=16):
        sweep()

    assert page(placed.id).refunds[0].state == last
    assert stands(placed.id)[1] == ("refunded" if last == "processed" else "paid")
    assert books() == []


def test_a_failure_is_outranked_by_word_that_it_was_given_whichever_comes_first(app: Flask) -> None:
    placed, real = a_paid_order(a_ring()), adapters.chosen()
    told("failed")
    refund_id = a_refund(placed)
    work(limit=20)
    adapters.use(real)

    (payment,) = sandbox().payments_of(placed.gateway_order_id)
    webhooks.receive(*sandbox().event("refund.processed", sandbox().refunds_of(payment.id)[0]))
    work(limit=20)

    assert stands(placed.id)[1:] == ("refunded", placed.total)
    assert [one.id for one in page(placed.id).refunds] == [refund_id]
    assert balance(placed.id) == 0
    assert books() == []


def test_a_refund_made_in_the_gateways_window_is_taken_in_once(app: Flask) -> None:
    placed = a_paid_order(a_ring())
    (payment,) = sandbox().payments_of(placed.gateway_order_id)
    made = sandbox().refund(payment.id, 1_500_00, key="by hand")

    for kind in ("refund.processed", "refund.created", "refund.processed"):
        webhooks.receive(*sandbox().event(kind, made))
    work(limit=20)

    assert stands(placed.id) == ("confirmed", "paid", 1_500_00)
    assert [one.reason for one in page(placed.id).refunds] == ["Given back in the payment service's own window."]
    assert "own window" in notices.unseen()[0].sentence
    assert len(notices.unseen()) == 1
    assert books() == []


def test_a_refund_whose_answer_was_lost_is_not_taken_for_one_from_the_window(app: Flask) -> None:
    placed, real = a_paid_order(a_ring()), adapters.chosen()

    def lost(_made: GatewayRefund) -> GatewayRefund:
        raise GatewayUnavailable

    adapters.swap(gateway=Gateway(sandbox(), lost))
    refund_id = a_refund(placed, 1_000_00)
    work(limit=20)
    adapters.use(real)
    (payment,) = sandbox().payments_of(placed.gateway_order_id)

    webhooks.receive(*sandbox().event("refund.processed", sandbox().refunds_of(payment.id)[0]))
    work(limit=20)

    assert [(one.id, one.state) for one in page(placed.id).refunds] == [(refund_id, "processed")]
    assert stands(placed.id)[2] == 1_000_00
    assert notices.unseen() == []


def test_the_buyer_hears_of_each_refund_once(app: Flask) -> None:
    placed = a_paid_order(a_ring())

    a_refund(placed, 1_000_00)
    a_refund(placed, 1_000_00)

    mails = session().query(Job).filter(Job.topic == "mail", Job.dedupe.like("mail:order_refunded:%")).count()
    assert mails == 2


def test_a_notice_is_gone_once_somebody_has_seen_to_it(app: Flask) -> None:
    placed = a_paid_order(a_ring())
    told("failed")
    a_refund(placed)
    work(limit=20)

    notices.see_to(notices.unseen()[0].id, an_admin())

    assert notices.count_unseen() == 0


@pytest.mark.parametrize(("typed", "paise"), [("1,250", 1_250_00), ("₹ 99.5", 99_50), ("", None), ("0.01", 1)])
def test_amounts_are_read_as_people_write_them(typed: str, paise: int | None) -> None:
    assert parse(RefundForm, {"amount": typed, "reason": "Loose stone", "key": "a" * 24}).amount == paise


@pytest.mark.parametrize("typed", ["-1", "0", "abc", "1.234", "1e5", "٣", "1" * 12])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        parse(RefundForm, {"amount": typed, "reason": "Loose stone", "key": "a" * 24})
