"""The ledger: only ever added to, and enough to compute every balance and state again."""

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from storefront.core.db import session, transaction
from storefront.core.outbox import work
from storefront.domain.orders.fulfilment import cancel, deliver, ship
from storefront.domain.orders.models import Order
from storefront.domain.payments.ledger import balance
from storefront.domain.payments.models import LedgerEntry, Payment
from tests.factories.accounts import an_admin
from tests.factories.catalog import a_ring
from tests.factories.money import a_refund, books
from tests.factories.orders import a_paid_order, a_placed_order


def rows(order_id: str) -> list[tuple[str, str, int, str, str]]:
    columns = select(LedgerEntry.account, LedgerEntry.kind, LedgerEntry.amount, LedgerEntry.was, LedgerEntry.becomes)
    found = session().execute(columns.where(LedgerEntry.order_id == order_id).order_by(LedgerEntry.created_at, LedgerEntry.id))
    return [tuple(row) for row in found]


def test_money_and_states_are_written_down_as_they_move(app: Flask) -> None:
    placed = a_paid_order(a_ring())

    assert sorted(rows(placed.id)) == [
        ("payment_status", "moved", 0, "pending", "paid"),
        ("sandbox", "received", placed.total, "", ""),
        ("status", "moved", 0, "pending", "confirmed"),
    ]


def test_who_and_why_stand_beside_it(app: Flask) -> None:
    who = an_admin()
    placed = a_paid_order(a_ring())
    cancel(placed.id, who)

    found = select(LedgerEntry.who, LedgerEntry.why).where(LedgerEntry.kind == "refund")
    assert session().execute(found).one() == (who.id, "The order was cancelled.")


@pytest.mark.parametrize("change", [update(LedgerEntry).values(amount=1), delete(LedgerEntry)])
def test_nobody_can_change_or_delete_a_row(app: Flask, change: object) -> None:
    placed = a_paid_order(a_ring())

    with pytest.raises(DBAPIError, match="only added to"), transaction() as current:
        current.execute(change)

    assert balance(placed.id) == placed.total


def test_a_whole_life_adds_up(app: Flask) -> None:
    ring = a_ring(stock=9)
    placed = a_paid_order(ring)
    ship(placed.id, an_admin())
    deliver(placed.id, an_admin())
    a_refund(placed, 1_000_00)
    cancel(a_paid_order(ring).id, an_admin())
    a_placed_order(ring)
    work(limit=20)

    assert books() == []


def test_verify_finds_a_state_that_moved_unseen(app: Flask) -> None:
    placed = a_paid_order(a_ring())
    with transaction() as current:
        current.execute(update(Order).where(Order.id == placed.id).values(status="shipped"))

    result = app.test_cli_runner().invoke(args=["payments", "verify"])

    assert result.exit_code == 1
    assert f"{placed.number}: Its status is not where the ledger's moves lead." in result.output


def test_verify_finds_money_that_moved_unseen(app: Flask) -> None:
    placed = a_paid_order(a_ring())
    with transaction() as current:
        current.execute(update(Payment).values(refunded=5_00))

    sentences = [one.sentence for one in books() if one.number == placed.number]

    assert any("the ledger holds ₹10,000" in sentence for sentence in sentences)
    assert "What it says was given back is not what its payment says." in sentences


def test_verify_is_content_with_a_shop_in_order(app: Flask) -> None:
    a_paid_order(a_ring())

    result = app.test_cli_runner().invoke(args=["payments", "verify"])

    assert (result.exit_code, result.output) == (0, "Orders, payments and ledger agree.\n")
