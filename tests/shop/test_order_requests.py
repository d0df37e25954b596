"""What a buyer asks for on the page of an order: the views of shop/order_requests."""

import pytest
from sqlalchemy import select, update

from storefront.core import clock, outbox
from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.orders import fulfilment, queries, returns
from storefront.domain.orders.errors import NoReturn
from storefront.domain.orders.forms import ReturnForm
from storefront.domain.orders.models import OrderLine
from tests.browser import Browser
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order

REASON = "A size too large."


def a_delivered_order(who: Person, **said: object) -> tuple[str, str]:
    """Its id and its number."""
    placed, staff = a_paid_order(a_ring(stock=5, **said), who=who), an_admin()
    order_id = queries.find(placed.number, staff)
    fulfilment.ship(order_id, staff)
    fulfilment.deliver(order_id, staff)
    return order_id, placed.number


def test_a_return_is_asked_for_once_and_staff_see_why(as_customer: Browser, as_admin: Browser, customer: Person) -> None:
    order_id, number = a_delivered_order(customer)
    page = f"/account/orders/{number}"

    answer = as_customer.submit(f"/order/{number}/return", {"reason": REASON}, page=page)

    assert answer.status_code == 303
    assert "You asked to send this back" in as_customer.get(page).text
    assert REASON in as_admin.get(f"/back-office/orders/{number}").text
    returns.ask(order_id, ReturnForm(reason="Again"), customer)
    events = [event for event in queries.page(order_id).events if event.kind == returns.KIND]
    assert [event.data for event in events] == [{"reason": REASON}]
    assert queries.page(order_id).order.status == "delivered"


def test_staff_are_told_by_mail_and_find_the_order_in_their_list(
    as_customer: Browser, as_admin: Browser, customer: Person
) -> None:
    _, number = a_delivered_order(customer)
    assert number not in as_admin.get("/back-office/orders?state=return").text

    as_customer.submit(f"/order/{number}/return", {"reason": REASON}, page=f"/account/orders/{number}")

    page = as_admin.get("/back-office/orders?state=return").text
    assert number in page
    assert "Return asked" in page
    letters = session().scalars(select(outbox.Job.payload).where(outbox.Job.topic == "mail"))
    (letter,) = [job for job in letters if job.get("kind") == "return_asked"]
    assert (letter["to"], letter["data"]["reason"]) == ("help@example.in", REASON)
    assert f"/back-office/orders/{number}" in letter["data"]["link"]


def test_what_was_answered_leaves_the_list_of_what_comes_back(as_admin: Browser, customer: Person) -> None:
    order_id, number = a_delivered_order(customer)
    returns.ask(order_id, ReturnForm(reason=REASON), customer)

    answer = as_admin.submit(f"/back-office/orders/{number}/return-answer", {}, page=f"/back-office/orders/{number}")
    assert answer.status_code == 303
    assert number not in as_admin.get("/back-office/orders?state=return").text
    assert "It was answered." in as_admin.get(f"/back-office/orders/{number}").text


def test_a_request_without_a_reason_is_asked_again(as_customer: Browser, customer: Person) -> None:
    _, number = a_delivered_order(customer)

    answer = as_customer.submit(f"/order/{number}/return", {"reason": " "}, page=f"/account/orders/{number}")

    assert answer.status_code == 422
    assert 'id="reason-note"' in answer.text


def test_what_has_not_left_or_came_long_ago_cannot_be_sent_back(customer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = a_paid_order(a_ring(stock=5), who=customer)
    with pytest.raises(NoReturn):
        returns.ask(queries.find(placed.number, customer), ReturnForm(reason=REASON), customer)

    order_id, _ = a_delivered_order(customer)
    later = clock.now() + returns.timedelta(days=16)
    monkeypatch.setattr(returns, "now", lambda: later)
    with pytest.raises(NoReturn):
        returns.ask(order_id, ReturnForm(reason=REASON), customer)


def test_the_same_pieces_go_into_the_bag_once_more(as_customer: Browser, customer: Person) -> None:
    _, number = a_delivered_order(customer, name="Lotus Ring")

    answer = as_customer.submit(f"/order/{number}/repetition", {}, page=f"/account/orders/{number}")

    assert (answer.status_code, answer.location) == (303, "/bag")
    assert "Lotus Ring" in as_customer.get("/bag").text


def test_an_order_from_another_shop_can_be_bought_again_whatever_its_choices_were_called(
    as_customer: Browser, customer: Person
) -> None:
    order_id, number = a_delivered_order(customer, name="Lotus Ring")
    choices = {f"Engraving on the inside of the band {place}": "Asha" for place in range(9)}
    with transaction() as current:
        current.execute(update(OrderLine).where(OrderLine.order_id == order_id).values(options=choices))

    answer = as_customer.submit(f"/order/{number}/repetition", {}, page=f"/account/orders/{number}")

    assert (answer.status_code, "Lotus Ring" in as_customer.get("/bag").text) == (303, True)


def test_somebody_elses_order_is_not_there(client: Browser, customer: Person) -> None:
    _, number = a_delivered_order(customer)
    token = client.get("/bag").text.split('"X-CSRFToken": "')[1].split('"')[0]

    for what in ("return", "repetition"):
        assert client.post(f"/order/{number}/{what}", data={"csrf_token": token, "reason": REASON}).status_code == 404
