"""From a bag to the rows of an order, without touching the database."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.cart import Bag
from storefront.domain.content import Trade
from storefront.domain.orders.totals import Priced, Totals, totals


@dataclass(frozen=True)
class Details:
    """Who buys, and where it goes."""

    email: str
    name: str = ""
    phone: str = ""
    gstin: str = ""
    shipping_address: dict[str, Any] | None = None
    billing_address: dict[str, Any] | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    receipt: str = ""

    @classmethod
    def of(cls, person: Person, **more: Any) -> "Details":
        return cls(email=person.email, name=person.name, phone=person.contact, **more)


def price(bag: Bag, trade: Trade) -> Totals:
    """What this bag costs."""
    return totals([Priced(line.price, line.quantity) for line in bag.lines], trade)


def may_pay_on_delivery(total: int, trade: Trade) -> bool:
    """Whether an order of so many paise may be paid in cash on delivery."""
    return trade.cod and 0 < total <= trade.cod_limit


def fingerprint(bag: Bag, details: Details, sums: Totals) -> str:
    """The same for the same lines, options, prices, discounts and addresses: then it is the same order."""
    lines = [[line.product.id, line.options, line.quantity, line.price] for line in bag.lines]
    places = [details.email, details.name, details.phone, details.gstin, details.shipping_address, details.billing_address]
    text = json.dumps([lines, places, sums.discount, sums.shipping, sums.total], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def line_rows(bag: Bag, order_id: str) -> list[dict[str, Any]]:
    """The order's own copies of what is in the bag."""
    return [
        {
            "id": new_id(),
            "order_id": order_id,
            "position": position,
            "product_id": line.product.id,
            "name": line.product.name,
            "slug": line.product.slug,
            "sku": line.product.sku,
            "options": line.options,
            "price": line.price,
            "quantity": line.quantity,
            "picture": line.product.picture,
        }
        for position, line in enumerate(bag.lines)
    ]


def adjustment_rows(sums: Totals, order_id: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "order_id": order_id,
            "line_id": None if row.line is None else lines[row.line]["id"],
            "kind": row.kind,
            "label": row.label,
            "source": row.source,
            "amount": row.amount,
            "included": row.included,
        }
        for row in sums.rows
    ]


def wanted(bag: Bag) -> dict[str, int]:
    """Pieces by item, however many lines they stand in."""
    pieces: dict[str, int] = {}
    for line in bag.lines:
        pieces[line.product.id] = pieces.get(line.product.id, 0) + line.quantity
    return pieces
