"""After the storm: everything that is still under way is brought to its end by the sweep, and then nothing may be amiss."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from storefront.core import clock
from storefront.core.clock import in_india, now
from storefront.core.db import session
from storefront.core.outbox import Job, work
from storefront.domain.inventory import audit as stock
from storefront.domain.inventory.queries import levels
from storefront.domain.orders import audit as orders
from storefront.domain.orders.models import Order
from storefront.domain.orders.reconciliation import reconcile
from storefront.domain.orders.sweep import sweep
from tests.adapters.payments.razorpay_server import RazorpayServer
from tests.journeys.served import Served

MINUTES = range(4, 80, 4)
"""When the sweep is carried out, counted from the end of the storm: within the time that it may take."""


@dataclass(frozen=True)
class Reckoning:
    """What was left of it."""

    paid: int
    ended: int
    """Cancelled, with their money given back if there was any."""
    refunds: int
    left: int | None
    """Pieces on hand."""
    mails: int


def reckon(shop: Served, gateway: RazorpayServer, product_id: str, pieces: int) -> Reckoning:
    """Sweeps, and asserts all that must hold; the shop is closed, the gateway in its right mind."""
    for minutes in MINUTES:
        with clock.later(minutes=minutes):
            sweep()
            while work(limit=200):
                session().remove()
    _nothing_waits()
    counted = Counter(session().execute(select(Order.status)).scalars())
    assert set(counted) <= {"confirmed", "cancelled"}, counted
    _every_payment_is_accounted_for(gateway)
    assert orders.drifts() == []
    assert stock.drifts() == []
    assert reconcile(in_india(now()).date()).differences == ()
    level = levels([product_id])[product_id]
    assert (level.on_hand, level.held) == (pieces - counted["confirmed"], 0)
    return Reckoning(counted["confirmed"], counted["cancelled"], len(gateway.refunds), level.on_hand, _mails(shop, counted))


def _nothing_waits() -> None:
    waiting = select(Job.topic, Job.state, Job.error).where(Job.state != "done")
    assert session().execute(waiting).all() == []


def _every_payment_is_accounted_for(gateway: RazorpayServer) -> None:
    orders_by_id = {row.gateway_order_id: row for row in session().execute(select(*Order.__table__.columns))}
    kept: Counter[str] = Counter()
    for payment in gateway.payments.values():
        if not payment["captured"]:
            continue
        left = payment["amount"] - payment["amount_refunded"]
        order = orders_by_id.get(payment["order_id"])
        bought = order is not None and order.gateway_payment_id == payment["id"] and order.payment_status == "paid"
        assert bought == (left > 0), payment
        if left:
            kept[order.user_id] += 1
    # Everybody wanted one piece: nobody has paid for two.
    assert all(count == 1 for count in kept.values()), kept


def _mails(shop: Served, counted: Counter[str]) -> int:
    """One letter of confirmation for each order that was ever confirmed, and none twice."""
    confirmed = select(func.count()).where(Job.topic == "mail", Job.dedupe.like("mail:order_confirmed:%"))
    letters = session().execute(confirmed).scalar_one()
    assert letters >= counted["confirmed"]
    kept = [path.read_bytes() for path in (shop.data / "mailbox").glob("*.eml")]
    ids = Counter(line for letter in kept for line in letter.splitlines() if line.lower().startswith(b"message-id:"))
    assert all(count == 1 for count in ids.values())
    return len(kept)
