"""Buyers are asked what they think of a piece, once, and only those who want to be."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storefront.core import outbox
from storefront.core.clock import now
from storefront.core.db import session
from storefront.core.forms import parse
from storefront.domain.accounts import Person
from storefront.domain.notifications import choices
from storefront.domain.orders import fulfilment, queries, returns
from storefront.domain.orders.fulfilment import REVIEW_AFTER, REVIEW_INVITATION
from storefront.domain.reviews import services as reviews
from storefront.domain.reviews.forms import ReviewForm
from storefront.domain.reviews.invitations import KIND, invite
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order


def a_delivered_order(piece: str, who: Person | None) -> str:
    placed, staff = a_paid_order(piece, who=who), an_admin()
    order_id = queries.find(placed.number, staff)
    fulfilment.ship(order_id, staff)
    fulfilment.deliver(order_id, staff)
    return order_id


def invitations() -> list[str]:
    """The names of the pieces in each letter."""
    jobs = session().scalars(select(outbox.Job.payload).where(outbox.Job.topic == "mail"))
    return [",".join(piece["name"] for piece in job["data"]["pieces"]) for job in jobs if job.get("kind") == KIND]


def test_the_buyer_is_asked_a_week_after_the_parcel_has_come(customer: Person) -> None:
    order_id = a_delivered_order(a_ring(stock=5, name="Lotus ring"), customer)

    job = session().execute(select(outbox.Job).where(outbox.Job.topic == REVIEW_INVITATION)).scalar_one()
    assert job.payload == {"order": order_id}
    assert timedelta(0) <= now() + REVIEW_AFTER - job.run_at < timedelta(minutes=1)

    for _ in range(2):
        invite(job.payload)
    assert invitations() == ["Lotus ring"]


def test_a_piece_that_has_its_review_is_not_asked_about(customer: Person) -> None:
    ring = a_ring(stock=5)
    order_id = a_delivered_order(ring, customer)
    reviews.write(ring, parse(ReviewForm, {"rating": 5, "comment": "It fits, and it shines."}), customer)

    invite({"order": order_id})

    assert invitations() == []


@pytest.mark.parametrize("case", ["refused", "sent back", "guest"])
def test_who_would_not_be_asked_is_not(customer: Person, case: str) -> None:
    order_id = a_delivered_order(a_ring(stock=5), None if case == "guest" else customer)
    if case == "refused":
        choices.choose(customer.id, [])
    elif case == "sent back":
        returns.ask(order_id, returns.ReturnForm(reason="Too large."), customer)

    invite({"order": order_id})

    assert invitations() == []
