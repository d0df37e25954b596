"""Orders that another shop took, under their ids and numbers, with what they cost then."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from storefront.core.adopting import Adopted, adopt
from storefront.core.db import session, transaction
from storefront.core.text import slug
from storefront.domain.accounts.models import User
from storefront.domain.catalog.models import Product
from storefront.domain.orders import journal
from storefront.domain.orders.models import Adjustment, Order, OrderLine
from storefront.domain.orders.sold import counts
from storefront.domain.payments.adopting import Taken, adopt_moves, adopt_payments, used_elsewhere

_orders: Any = Order.__table__
_lines: Any = OrderLine.__table__
_rows: Any = Adjustment.__table__
_o = _orders.c

IMPORTED = "import"
"""Who did it, in the history of an order."""


@dataclass(frozen=True)
class Former:
    """An order of another shop: columns of its row, of its lines and of the amounts beside them, and its payment if any."""

    row: dict[str, Any]
    lines: list[dict[str, Any]]
    amounts: list[dict[str, Any]]
    payment: Taken | None = None
    other_number: str = ""
    """For the case that its own belongs to another order."""


def adopt_orders(orders: Sequence[Former]) -> Adopted:
    """Adds these orders, or brings them up to date. Stock is not touched: they are long sold there.

    One whose buyer is not in the shop belongs to nobody and is kept all the same.
    """
    with transaction():
        told: list[tuple[str, str]] = []
        rows = _with_buyers(orders, told)
        rows = _alone(rows, "number", lambda at: orders[at].other_number, "The order number {} was taken; it is {} here.", told)
        rows = _alone(rows, "gateway_order_id", lambda _at: None, "Another order has the gateway's id {}.", told)
        orders = _with_own_payments(orders, told)
        rows = [{**row, "gateway_payment_id": _paid_by(one)} for row, one in zip(rows, orders, strict=True)]
        adopted = adopt(_orders, rows)
        _write_parts([one for one in orders if one.row["id"] in adopted.taken], adopted)
        adopted.told = [one for one in told if one[0] in adopted.taken]
        return adopted


def _with_buyers(orders: Sequence[Former], told: list[tuple[str, str]]) -> list[dict[str, Any]]:
    wanted = {one.row["user_id"] for one in orders if one.row["user_id"]}
    columns = select(User.id, User.email, User.firstname, User.lastname, User.contact).where(User.id.in_(wanted))
    buyers = {row.id: row for row in session().execute(columns)} if wanted else {}
    rows = []
    for one in orders:
        row = dict(one.row)
        buyer = buyers.get(row["user_id"])
        if buyer is None:
            told.append((row["id"], "Its buyer is not in the shop; the order is kept without."))
            row["user_id"] = None
        else:
            row["email"] = row["email"] or buyer.email
            row["name"] = row["name"] or f"{buyer.firstname} {buyer.lastname}".strip()
            row["phone"] = row["phone"] or buyer.contact
        rows.append(row)
    return rows


def _alone(
    rows: list[dict[str, Any]], name: str, other: Callable[[int], str | None], sentence: str, told: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    """The rows with something else in the place of what another order has already."""
    values = [row[name] for row in rows if row[name]]
    there = session().execute(select(_o[name].label("value"), _o.id).where(_o[name].in_(values))) if values else ()
    owners: dict[str, str] = {row.value: row.id for row in there}
    for at, row in enumerate(rows):
        had = row[name]
        if had and owners.setdefault(had, row["id"]) != row["id"]:
            row[name] = other(at)
            told.append((row["id"], sentence.format(had, row[name])))
    return rows


def _with_own_payments(orders: Sequence[Former], told: list[tuple[str, str]]) -> list[Former]:
    paid = [one.payment.gateway_payment_id for one in orders if one.payment]
    elsewhere = used_elsewhere(paid, [one.row["id"] for one in orders])
    seen: set[str] = set()
    kept = []
    for one in orders:
        key = _paid_by(one)
        if key and (key in elsewhere or key in seen):
            told.append((one.row["id"], f"The payment {key} belongs to another order."))
            kept.append(Former(one.row, one.lines, one.amounts, None, one.other_number))
        else:
            kept.append(one)
        seen |= {key} if key else set()
    return kept


def _paid_by(one: Former) -> str | None:
    return one.payment.gateway_payment_id if one.payment else None


def _write_parts(orders: Sequence[Former], adopted: Adopted) -> None:
    """Lines, amounts, payments, the books and a word in the history, in place of those of an earlier import."""
    ids = sorted(adopted.changed)
    if ids:
        for table in (_rows, _lines):
            session().execute(delete(table).where(table.c.order_id.in_(ids)))
    slugs = _slugs([line["product_id"] for one in orders for line in one.lines])
    lines = [_line(one, line, slugs) for one in orders for line in one.lines]
    for table, rows in ((_lines, lines), (_rows, [amount for one in orders for amount in one.amounts])):
        if rows:
            session().execute(insert(table), rows)
    adopt_payments([one.payment for one in orders if one.payment])
    adopt_moves([(one.row["id"], one.row["status"], one.row["payment_status"]) for one in orders])
    for one in orders:
        again = " again" if one.row["id"] in adopted.changed else ""
        sentence = f"Brought over{again} from the former shop, where it was {one.row['receipt'] or one.row['id']}."
        journal.note(one.row["id"], "imported", sentence, IMPORTED)


def _line(one: Former, line: dict[str, Any], slugs: Mapping[str, str]) -> dict[str, Any]:
    """As it is kept here. The former shop's own number of sales has it already, if it was a sale."""
    sold = line["quantity"] if counts(one.row["status"], one.row["payment_status"]) else 0
    return {**line, "slug": slugs.get(line["product_id"]) or slug(line["name"]), "returned": 0, "sold": sold}


def _slugs(product_ids: Sequence[str]) -> Mapping[str, str]:
    """Where the pieces can be seen now, as far as they are there."""
    if not product_ids:
        return {}
    columns = select(Product.id, Product.slug).where(Product.id.in_(set(product_ids)))
    return {row.id: row.slug for row in session().execute(columns)}
