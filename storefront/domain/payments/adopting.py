"""Payments that another shop took at the same gateway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from storefront.core.adopting import known_ids
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.payments.models import Payment
from storefront.domain.payments.states import PaymentState

_payments: Any = Payment.__table__
_p = _payments.c


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


def used_elsewhere(payment_ids: Sequence[str], order_ids: Sequence[str]) -> set[str]:
    """Those of these payments that belong to other orders than these."""
    wanted = known_ids(_p.gateway_payment_id, payment_ids)
    mine = select(_p.gateway_payment_id).where(_p.order_id.in_(order_ids), _p.gateway_payment_id.in_(wanted))
    return wanted - set(session().scalars(mine)) if wanted else set()


def adopt_payments(taken: Sequence[Taken]) -> None:
    """Keeps these payments, or brings them up to date; they are taken as checked, for the other shop has delivered on them."""
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


def _row(one: Taken) -> dict[str, Any]:
    named = {"id": new_id(), "order_id": one.order_id, "gateway": one.gateway, "gateway_payment_id": one.gateway_payment_id}
    said = {"amount": one.amount, "refunded": one.refunded, "state": one.state, "method": one.method, "checked": True}
    return {**named, **said, "currency": "INR", "error": "", "created_at": one.moment, "updated_at": one.moment}
