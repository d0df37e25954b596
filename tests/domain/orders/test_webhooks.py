"""The gateway's webhook: kept and queued, acted upon by asking, in any order and number."""

import json
import time
from typing import Any

from flask import Flask
from sqlalchemy import select

from storefront import adapters
from storefront.adapters.payments.base import GatewayUnavailable
from storefront.adapters.payments.signatures import sign_body
from storefront.core import clock
from storefront.core.db import session
from storefront.core.outbox import Job, work
from storefront.domain.orders import webhooks
from storefront.domain.orders.queries import page
from storefront.domain.payments import events
from storefront.domain.payments.models import GatewayEventRow
from tests.factories.catalog import a_ring
from tests.factories.orders import a_payment, a_placed_order, sandbox


class Deaf:
    """A gateway that reads its events and answers nothing else, after a while."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.asked = 0

    def read_event(self, *given: Any) -> Any:
        return self._inner.read_event(*given)

    def __getattr__(self, name: str) -> Any:
        def silent(*_given: Any) -> Any:
            self.asked += 1
            time.sleep(0.2)
            raise GatewayUnavailable

        return silent


def kept() -> list[Any]:
    session().rollback()
    return list(session().execute(select(GatewayEventRow.__table__)).all())


def test_an_event_is_kept_and_queued_without_asking_the_gateway(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    event = sandbox().event("payment.captured", a_payment(placed))
    deaf = Deaf(sandbox())
    real = adapters.swap(gateway=deaf)

    webhooks.receive(*event)

    assert deaf.asked == 0
    assert page(placed.id).order.status == "pending"
    assert (kept()[0].body, kept()[0].handled_at) == (event.body, None)
    adapters.use(real)
    work(limit=5)
    assert page(placed.id).order.status == "confirmed"
    assert kept()[0].handled_at is not None


def test_a_gateway_that_does_not_answer_is_asked_again(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    event = sandbox().event("payment.captured", a_payment(placed))
    real = adapters.swap(gateway=Deaf(sandbox()))
    webhooks.receive(*event)
    work(limit=5)
    adapters.use(real)

    with clock.later(minutes=5):
        work(limit=5)

    assert page(placed.id).order.payment_status == "paid"


def test_events_of_one_order_are_seen_to_by_asking_once(app: Flask) -> None:
    placed = a_placed_order(a_ring())
    payment = a_payment(placed)
    for kind in ("payment.authorized", "payment.captured", "order.paid"):
        webhooks.receive(*sandbox().event(kind, payment))
    asked = []
    inner = sandbox()

    class Counting:
        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return getattr(inner, name)

    adapters.swap(gateway=Counting())
    work(limit=10)

    assert asked.count("payments_of") == 1
    assert all(one.handled_at for one in kept())


def test_an_event_of_a_kind_that_nobody_knows_is_kept(app: Flask) -> None:
    body = json.dumps({"event": "invoice.sailed", "payload": {}}).encode()

    webhooks.receive(body, sign_body(sandbox()._webhook_secret, body), "event_1")
    work(limit=5)

    (one,) = kept()
    assert (one.kind, one.body) == ("invoice.sailed", body)
    assert one.handled_at is not None
    assert session().query(Job).filter(Job.state != "done").count() == 0


def test_an_event_of_an_order_that_is_not_ours_harms_nothing(app: Flask) -> None:
    order = sandbox().create_order(5_000_00, "INR", "not ours", {})
    payment = sandbox().pay(order.id, "captured")

    webhooks.receive(*sandbox().event("payment.captured", payment))
    work(limit=5)

    assert kept()[0].handled_at is not None


def test_what_tells_of_people_goes_after_ninety_days_and_the_rest_stays(app: Flask) -> None:
    entity = {"id": "pay_1", "amount": 100, "status": "captured", "email": "asha@example.in", "contact": "+919876543210"}
    card = {"card": {"last4": "1111", "name": "Asha Rao"}, "notes": {"gift": "for Mira"}, "vpa": "asha@upi", "method": "upi"}
    body = json.dumps({"event": "odd.kind", "payload": {"payment": {"entity": {**entity, **card}}}}).encode()
    webhooks.receive(body, sign_body(sandbox()._webhook_secret, body), "event_1")

    with clock.later(days=89):
        events.prune()
    assert kept()[0].body == body
    with clock.later(days=91):
        assert events.prune() == 1
        assert events.prune() == 0

    left = {"id": "pay_1", "amount": 100, "status": "captured", "method": "upi"}
    assert json.loads(kept()[0].body) == {"event": "odd.kind", "payload": {"payment": {"entity": left}}}


def test_what_is_no_json_loses_everything() -> None:
    assert events.without_people(b"\xff\x00") == b"{}"
