"""Which letters somebody wants."""

import re

from sqlalchemy import select

from storefront.core import outbox
from storefront.core.db import session, transaction
from storefront.core.outbox import Job
from storefront.domain.accounts import Person
from storefront.domain.content import newsletter, personal
from storefront.domain.orders import mails
from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order

LETTERS = "/account/letters"


def waiting() -> list[str]:
    """The kinds of letters that are on their way."""
    jobs = session().execute(select(Job.payload).where(Job.topic == "mail", Job.state == "ready").order_by(Job.id)).scalars()
    return [job["kind"] for job in jobs]


def ticked(page: str) -> set[str]:
    return set(re.findall(r'name="kinds" value="(\w+)" checked', page))


def test_at_first_an_order_s_letters_come_and_the_newsletter_does_not(as_customer: Browser) -> None:
    assert ticked(as_customer.get(LETTERS).text) == {"order_shipped", "review_invitation"}


def test_what_was_chosen_is_kept(as_customer: Browser) -> None:
    answer = as_customer.submit(LETTERS, {"kinds": []})

    assert (answer.status_code, answer.location) == (303, f"{LETTERS}?said=kept")
    assert ticked(as_customer.get(LETTERS).text) == set()
    as_customer.submit(LETTERS, {"kinds": ["order_shipped", "nonsense"]})
    assert ticked(as_customer.get(LETTERS).text) == {"order_shipped"}


def test_a_letter_that_is_not_wanted_is_not_written(as_customer: Browser, customer: Person) -> None:
    placed = a_paid_order(a_ring(stock=2), who=customer)
    as_customer.submit(LETTERS, {"kinds": []})

    with_transaction(placed.id)
    assert "order_shipped" not in waiting()

    as_customer.submit(LETTERS, {"kinds": ["order_shipped"]})
    with_transaction(placed.id)
    assert "order_shipped" in waiting()


def with_transaction(order_id: str) -> None:
    with transaction():
        mails.shipped(order_id)


def test_the_newsletter_is_confirmed_by_its_link_here_too(as_customer: Browser, customer: Person) -> None:
    answer = as_customer.submit(LETTERS, {"kinds": ["newsletter"]})

    outbox.work(1)
    assert answer.location == f"{LETTERS}?said=asked"
    assert not newsletter.is_reader(customer.email)


def test_the_newsletter_is_left_by_one_tick(as_customer: Browser, customer: Person) -> None:
    newsletter.send_link({"email": customer.email})
    address = session().execute(select(Job.payload).where(Job.topic == "mail").order_by(Job.id.desc())).scalars().first()
    as_customer.post(address["data"]["link"].removeprefix("http://localhost"))
    assert ticked(as_customer.get(LETTERS).text) == {"order_shipped", "review_invitation", "newsletter"}

    as_customer.submit(LETTERS, {"kinds": []})

    assert personal.wanted(customer) == []
    assert not newsletter.is_reader(customer.email)


def test_a_guest_is_asked_to_sign_in(client: Browser) -> None:
    assert client.get(LETTERS).location == f"/account/login?next={LETTERS}"
