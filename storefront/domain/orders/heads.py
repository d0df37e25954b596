"""The tax of an order under the heads of where it goes, when that is said after it was placed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from storefront.core.db import session
from storefront.core.ids import new_id
from storefront.domain.content.services import trade
from storefront.domain.orders.models import Adjustment
from storefront.domain.orders.taxes import SOURCE, Part, heads, rate_of, supply_to


def set_place(order_id: str, address: Mapping[str, Any]) -> None:
    """Splits the tax anew; what is owed in all, and by each line, stays. Orders from another shop keep their rows as they were.
    Inside a transaction."""
    mine = (Adjustment.order_id == order_id, Adjustment.kind == "tax", Adjustment.source.startswith(SOURCE))
    rows = session().execute(
        select(Adjustment.line_id, Adjustment.source, Adjustment.amount).where(*mine).order_by(Adjustment.id)
    )
    taxes: dict[tuple[str | None, str], int] = {}
    for row in rows:
        taxes[row.line_id, row.source] = taxes.get((row.line_id, row.source), 0) + row.amount
    parts = [Part(0, rate_of(source), position) for position, (_, source) in enumerate(taxes)]
    lines = [line_id for line_id, _ in taxes]
    found = heads(parts, list(taxes.values()), supply_to(address, trade()))
    if not found:
        return
    session().execute(delete(Adjustment).where(*mine))
    said = {"order_id": order_id, "kind": "tax", "included": True}
    session().execute(
        insert(Adjustment),
        [
            {
                **said,
                "id": new_id(),
                "line_id": lines[one.line or 0],
                "label": one.label,
                "source": one.source,
                "amount": one.amount,
            }
            for one in found
        ],
    )
