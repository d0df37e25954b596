"""Orders for staff."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.core.db import session
from storefront.core.outbox import Job
from storefront.domain.accounts import Person
from storefront.domain.inventory.queries import available
from storefront.domain.orders.queries import page
from tests.browser import Browser
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, a_placed_order


def letters() -> list[str]:
    """The kinds of letters that are on their way."""
    jobs = session().execute(select(Job.payload).where(Job.topic == "mail", Job.state == "ready").order_by(Job.id)).scalars()
    return [job["kind"] for job in jobs]


def act(browser: Browser, number: str, action: str, **fields: str) -> int:
    here = f"/back-office/orders/{number}"
    return browser.submit(f"{here}/{action}", fields, page=here).status_code


def test_only_an_admin_gets_in(client: Browser, as_customer: Browser, as_admin: Browser) -> None:
    assert client.get("/back-office/orders").status_code == 303
    assert as_customer.get("/back-office/orders").status_code == 403
    assert as_admin.get("/back-office/orders").status_code == 200


def test_the_list_shows_orders_by_state_and_words(as_admin: Browser) -> None:
    paid, waiting = a_paid_order(a_ring()), a_placed_order(a_ring())

    everything = as_admin.get("/back-office/orders").text
    assert paid.number in everything
    assert waiting.number in everything
    to_pack = as_admin.get("/back-office/orders?state=confirmed").text
    assert paid.number in to_pack
    assert waiting.number not in to_pack
    found = as_admin.get(f"/back-office/orders?q={waiting.number[-6:].lower()}").text
    assert waiting.number in found
    assert paid.number not in found


@pytest.mark.parametrize(
    "query", ["state=odd", "page=0", "page=abc", "page=99999", f"page={'9' * 5_000}", "q=%25_'\"\\", "q=" + "x " * 300]
)
def test_an_odd_address_shows_a_list(as_admin: Browser, query: str) -> None:
    assert as_admin.get(f"/back-office/orders?{query}").status_code == 200


def test_an_order_goes_its_way_by_staffs_buttons(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())

    assert act(as_admin, placed.number, "shipment", tracking_number="AWB 7714") == 303
    assert act(as_admin, placed.number, "delivery") == 303

    order = page(placed.id).order
    assert (order.status, order.tracking_number) == ("delivered", "AWB 7714")


def test_staff_say_of_each_piece_how_many_are_back(as_admin: Browser) -> None:
    ring = a_ring(stock=5)
    placed = a_paid_order(ring, 3)
    field = f"back.{page(placed.id).lines[0].id}"
    said = {"amount": "10", "reason": "Two came back.", "key": "12345678"}

    assert field in as_admin.get(f"/back-office/orders/{placed.number}").text
    assert act(as_admin, placed.number, "refund", **said, **{field: "4"}) == 409
    assert act(as_admin, placed.number, "refund", **said, **{field: "2"}) == 303
    assert available([ring])[ring] == 4


def test_what_cannot_be_done_now_is_said_on_the_orders_page(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())
    here = f"/back-office/orders/{placed.number}"

    answer = as_admin.submit(f"{here}/delivery", {}, page=here)

    assert answer.status_code == 409
    assert "An order that is confirmed can become shipped or cancelled." in answer.text
    assert page(placed.id).order.status == "confirmed"


def test_cancelling_gives_pieces_and_money_back(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())

    assert act(as_admin, placed.number, "cancellation") == 303

    order = page(placed.id).order
    assert (order.status, order.payment_status, order.refunded) == ("cancelled", "refunded", order.total)


def test_a_parcel_that_came_back_is_restocked_and_refunded(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())
    act(as_admin, placed.number, "shipment")

    assert act(as_admin, placed.number, "return") == 303
    assert page(placed.id).order.payment_status == "refunded"


def test_an_order_that_was_paid_elsewhere_can_be_accepted(as_admin: Browser) -> None:
    placed = a_placed_order(a_ring())

    assert act(as_admin, placed.number, "confirmation") == 303

    order = page(placed.id).order
    assert (order.status, order.payment_status) == ("confirmed", "pending")


def test_staff_give_a_part_back_and_the_pieces_go_on_the_shelf(as_admin: Browser) -> None:
    ring = a_ring(stock=1)
    placed = a_paid_order(ring)
    here = f"/back-office/orders/{placed.number}"
    key = re.search(r'name="key" value="(\w+)"', as_admin.get(here).text)
    assert key
    fields = {"amount": "2,500.50", "reason": "A loose stone", "restock": "1", "key": key[1]}

    for _ in range(2):
        assert act(as_admin, placed.number, "refund", **fields) == 303

    assert page(placed.id).order.refunded == 2_500_50
    assert available([ring]) == {ring: 1}
    assert "Part refunded" in as_admin.get(here).text


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"amount": "many", "reason": "Loose"}, 422, "Write an amount in rupees"),
        ({"amount": "1"}, 422, "This is needed."),
        ({"amount": "99,999", "reason": "Loose"}, 409, "More cannot be given back than was paid."),
    ],
)
def test_a_refund_that_cannot_be_is_said_beside_what_was_typed(
    as_admin: Browser, fields: dict[str, str], status: int, words: str
) -> None:
    placed = a_paid_order(a_ring())
    here = f"/back-office/orders/{placed.number}"

    answer = as_admin.submit(f"{here}/refund", {**fields, "key": "k" * 24}, page=here)

    assert answer.status_code == status
    assert words in answer.text
    assert f'value="{fields["amount"]}"' in answer.text
    assert page(placed.id).order.refunded == 0


def test_of_two_who_send_the_same_parcel_the_second_learns_the_number_that_holds(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())
    here = f"/back-office/orders/{placed.number}"
    act(as_admin, placed.number, "shipment", tracking_number="AWB 7714")

    stale = as_admin.submit(f"{here}/shipment", {"tracking_number": "AWB 9"}, page=here)

    assert stale.status_code == 409
    assert "This was sent already, with the tracking number AWB 7714." in stale.text
    assert page(placed.id).order.tracking_number == "AWB 7714"


def test_a_tracking_number_is_put_right_and_the_buyer_told(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())
    act(as_admin, placed.number, "shipment", tracking_number="AWB 7741")

    assert act(as_admin, placed.number, "shipment", tracking_number="AWB 7714", instead_of="AWB 7741") == 303

    order = page(placed.id)
    assert (order.order.status, order.order.tracking_number) == ("shipped", "AWB 7714")
    assert order.events[-1].sentence == "Its tracking number is AWB 7714."
    assert letters().count("order_shipped") == 2


def test_money_that_a_colleague_gave_back_meanwhile_is_not_given_twice(as_admin: Browser) -> None:
    placed = a_paid_order(a_ring())
    given = {"amount": "100", "reason": "A scratch", "seen": "0"}
    assert act(as_admin, placed.number, "refund", **given, key="mine" * 6) == 303

    here = f"/back-office/orders/{placed.number}"
    stale = as_admin.submit(f"{here}/refund", {**given, "key": "your" * 6}, page=here)

    assert stale.status_code == 409
    assert "₹100 of this order has been given back meanwhile." in stale.text
    assert 'name="seen" value="10000"' in stale.text
    assert page(placed.id).order.refunded == 100_00


def test_what_was_done_is_said_with_who_did_it_and_what_waits(as_admin: Browser, admin: Person) -> None:
    placed, _other = a_paid_order(a_ring()), a_paid_order(a_ring())
    here = f"/back-office/orders/{placed.number}"

    sent = as_admin.submit(f"{here}/shipment", {}, page=here)
    seen = as_admin.get(sent.headers["Location"]).text

    assert "On its way, and the buyer is told by mail." in seen
    assert "1 to pack" in seen
    assert "by Asha Patil" in seen


def test_an_order_that_was_not_paid_offers_no_refund(as_admin: Browser) -> None:
    placed = a_placed_order(a_ring())

    assert "Give money back" not in as_admin.get(f"/back-office/orders/{placed.number}").text
    assert act(as_admin, placed.number, "refund", reason="Loose", key="k" * 24) == 409


def test_an_unknown_order_is_not_found(as_admin: Browser, app: Flask) -> None:
    answer = as_admin.get("/back-office/orders/KN-0000-000000")

    assert answer.status_code == 404
    assert "There is no such order." in answer.text
    assert 'aria-label="Back office"' in answer.text


def test_the_list_costs_a_fixed_number_of_statements(as_admin: Browser, statements: object) -> None:
    for _ in range(3):
        a_placed_order(a_ring())
    as_admin.get("/back-office/orders")

    with statements(at_most=9):
        as_admin.get("/back-office/orders")
