"""Writing the ledger, and summing it. Rows are only ever added; what happens once has a key, and is written once."""

from typing import Any

from sqlalchemy import func, insert, select

from storefront.core.clock import now
from storefront.core.db import session, upsert
from storefront.core.ids import new_id
from storefront.domain.payments.models import LedgerEntry

_ROW = insert(LedgerEntry.__table__)


def received(account: str, order_id: str, payment_id: str, amount: int, who: str, why: str) -> None:
    """So many paise have come in."""
    _money("received", account, amount, order_id, payment_id, None, who, why, key=f"received:{payment_id}")


def refund(account: str, order_id: str, payment_id: str, refund_id: str, amount: int, who: str, why: str, *, again: bool) -> None:
    """So many paise go back. `again`: they had seemed to fail."""
    key = f"refund_again:{refund_id}" if again else f"refund:{refund_id}"
    _money("refund", account, -amount, order_id, payment_id, refund_id, who, why, key=key)


def refund_failed(account: str, order_id: str, payment_id: str, refund_id: str, amount: int, who: str, why: str) -> None:
    """So many paise that were to go back are still with us."""
    _money("refund_failed", account, amount, order_id, payment_id, refund_id, who, why, key=f"refund_failed:{refund_id}")


def moved(order_id: str, what: str, was: str, becomes: str, who: str, why: str) -> None:
    """A state of an order ('status' or 'payment_status') has moved."""
    row = {"account": what, "kind": "moved", "amount": 0, "order_id": order_id, "was": was, "becomes": becomes}
    session().execute(_ROW, _complete({**row, "payment_id": None, "refund_id": None, "who": who, "why": why, "key": None}))


def balance(order_id: str) -> int:
    """What the shop holds of an order, in paise."""
    summed = select(func.coalesce(func.sum(LedgerEntry.amount), 0)).where(LedgerEntry.order_id == order_id)
    return int(session().execute(summed).scalar_one())


def _money(
    kind: str, account: str, amount: int, order_id: str, payment_id: str, refund_id: str | None, who: str, why: str, *, key: str
) -> None:
    row = {"account": account, "kind": kind, "amount": amount, "order_id": order_id, "payment_id": payment_id}
    complete = _complete({**row, "refund_id": refund_id, "was": "", "becomes": "", "who": who, "why": why, "key": key})
    session().execute(upsert(LedgerEntry).values(complete).on_conflict_do_nothing(index_elements=["key"]))


def _complete(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "id": new_id(), "why": row["why"][:400], "created_at": now()}
