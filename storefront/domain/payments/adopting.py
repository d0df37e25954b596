"""Payments that another shop took, and the books of its orders: so that all can be computed again from what was written down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from storefront.core.adopting import known_ids
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.payments.models import LedgerEntry, Payment, Refund
from storefront.domain.payments.services import CASH
from storefront.domain.payments.states import PaymentState, RefundState

_payments: Any = Payment.__table__
_p = _payments.c
_ledger: Any = LedgerEntry.__table__
_l = _ledger.c
_refunds: Any = Refund.__table__
_r = _refunds.c

WHO = "import"
WHY = "Brought over from the former shop."
_IN = (PaymentState.CAPTURED, PaymentState.REFUNDED)


@dataclass(frozen=True)
class Taken:
    """A payment as the other shop knew it, in paise."""

    order_id: str
    gateway: str
    gateway_payment_id: str
    amount: int
    refunded: int
    state: PaymentState
    method: str
    moment: datetime

    @property
    def held(self) -> int:
        """What the shop has of it."""
        return self.amount - self.refunded if self.state in _IN else 0


def by_hand(order_id: str, amount: int, refunded: int, state: PaymentState, method: str, moment: datetime) -> Taken:
    """A payment that no gateway of ours knows: what goes back of it, staff hand over themselves."""
    return Taken(order_id, CASH, f"{CASH}_{order_id}", amount, refunded, state, method, moment)


def used_elsewhere(payment_ids: Sequence[str], order_ids: Sequence[str]) -> set[str]:
    """Those of these payments that belong to other orders than these."""
    wanted = known_ids(_p.gateway_payment_id, payment_ids)
    mine = select(_p.gateway_payment_id).where(_p.order_id.in_(order_ids), _p.gateway_payment_id.in_(wanted))
    return wanted - set(session().scalars(mine)) if wanted else set()


def adopt_payments(taken: Sequence[Taken]) -> None:
    """Keeps these payments, or brings them up to date, and books them. They are taken as checked: that shop has delivered."""
    with transaction() as current:
        there = known_ids(_p.gateway_payment_id, (one.gateway_payment_id for one in taken))
        for one in taken:
            said = {"amount": one.amount, "refunded": one.refunded, "state": one.state, "method": one.method}
            if one.gateway_payment_id in there:
                mine = update(_payments).where(_p.gateway_payment_id == one.gateway_payment_id)
                current.execute(mine.values(**said, updated_at=one.moment))
        fresh = [_row(one) for one in taken if one.gateway_payment_id not in there]
        if fresh:
            current.execute(insert(_payments), fresh)
        if taken:
            _book(taken)


def adopt_moves(states: Sequence[tuple[str, str, str]]) -> None:
    """The books say of each order (id, status, status of payment) how it stands; what they say already is not said again."""
    with transaction() as current:
        known = _last_moves([order_id for order_id, _, _ in states])
        rows = []
        for order_id, *stands in states:
            for account, becomes in zip(("status", "payment_status"), stands, strict=True):
                was = known.get((order_id, account), "pending")
                if was != becomes:
                    entry = {"account": account, "kind": "moved", "amount": 0, "was": was, "becomes": str(becomes)}
                    rows.append(_entry(order_id, None, None, **entry))
        if rows:
            current.execute(insert(_ledger), rows)


def _last_moves(order_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """Where the books have each order, by (id, what moved)."""
    moves = select(_l.order_id, _l.account, _l.becomes).where(_l.kind == "moved", _l.order_id.in_(order_ids))
    # The later ones take the place of those before them.
    return {(row.order_id, row.account): row.becomes for row in session().execute(moves.order_by(_l.created_at, _l.id))}


def _book(taken: Sequence[Taken]) -> None:
    """Brings refunds and books in line with these payments: what came in, what went back, and whatever a later export says
    otherwise."""
    ids = _sums(select(_p.gateway_payment_id, _p.id).where(_p.gateway_payment_id.in_([one.gateway_payment_id for one in taken])))
    booked = _sums(select(_l.payment_id, func.sum(_l.amount)).where(_l.payment_id.in_(ids.values())).group_by(_l.payment_id))
    not_failed = select(_r.payment_id, func.sum(_r.amount)).where(_r.payment_id.in_(ids.values()), _r.state != RefundState.FAILED)
    back = _sums(not_failed.group_by(_r.payment_id))
    refunds: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for one in taken:
        payment_id = ids[one.gateway_payment_id]
        refund_id, more = new_id(), one.refunded - int(back.get(payment_id, 0))
        if one.state in _IN and more > 0:
            refunds.append(_refund(refund_id, payment_id, more, one.moment))
        entries += _entries(one, payment_id, booked.get(payment_id), refund_id)
    for table, rows in ((_refunds, refunds), (_ledger, entries)):
        if rows:
            session().execute(insert(table), rows)


def _entries(one: Taken, payment_id: str, booked: int | None, refund_id: str) -> Iterator[dict[str, Any]]:
    had = int(booked or 0)
    if booked is None and one.state in _IN:
        yield _entry(one.order_id, payment_id, None, account=one.gateway, kind="received", amount=one.amount)
        had = one.amount
    more = one.held - had
    if more:
        kind, about = ("received", None) if more > 0 else ("refund", refund_id)
        yield _entry(one.order_id, payment_id, about, account=one.gateway, kind=kind, amount=more)


def _sums(statement: Any) -> dict[str, Any]:
    return dict(session().execute(statement).all())


def _entry(order_id: str, payment_id: str | None, refund_id: str | None, **said: Any) -> dict[str, Any]:
    about = {"id": new_id(), "order_id": order_id, "payment_id": payment_id, "refund_id": refund_id}
    return {**about, "was": "", "becomes": "", "who": WHO, "why": WHY, "key": None, "created_at": now(), **said}


def _refund(refund_id: str, payment_id: str, amount: int, moment: datetime) -> dict[str, Any]:
    row = {"id": refund_id, "payment_id": payment_id, "amount": amount, "state": RefundState.PROCESSED, "reason": WHY}
    return {**row, "error": "", "created_at": moment, "updated_at": moment}


def _row(one: Taken) -> dict[str, Any]:
    named = {"id": new_id(), "order_id": one.order_id, "gateway": one.gateway, "gateway_payment_id": one.gateway_payment_id}
    said = {"amount": one.amount, "refunded": one.refunded, "state": one.state, "method": one.method, "checked": True}
    return {**named, **said, "currency": "INR", "error": "", "created_at": one.moment, "updated_at": one.moment}
