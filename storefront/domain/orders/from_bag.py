"""What an order is made from: the price of a bag, and the rows of its lines and amounts. Writes nothing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storefront.core.clock import in_india, now
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.cart import Bag, Line
from storefront.domain.content import Trade
from storefront.domain.delivery import Charge, charge, days, whole_grams
from storefront.domain.delivery.queries import zone_for
from storefront.domain.orders.taxes import supply_to
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


def price(bag: Bag, trade: Trade, address: Mapping[str, Any] | None = None) -> Totals:
    """What this bag costs if it goes there; without an address, if it goes where one fee and one tax hold. A coupon that does not
    hold is left out: `bag.refusal` says why."""
    lines = [Priced(line.price, line.quantity, _gst(line, trade)) for line in bag.lines]
    discounts = [bag.coupon.discount(bag.goods)] if bag.coupon and bag.refusal is None else []
    return totals(lines, delivery(bag, trade, address), discounts, supply_to(address, trade))


def delivery(bag: Bag, trade: Trade, address: Mapping[str, Any] | None) -> Charge:
    """What its delivery there costs. A coupon changes neither value nor weight, and so never makes the delivery dearer."""
    zone = zone_for(str(address.get("zipCode", "")), trade) if address else None
    weight = sum(line.product.weight_mg * line.quantity for line in bag.lines)
    return charge(zone, trade, bag.subtotal, whole_grams(weight))


def expected(bag: Bag, trade: Trade, address: Mapping[str, Any] | None) -> date | None:
    """The last of the days on which it would be there if it is ordered today, as the checkout says them.

    None for a place without an Indian PIN code.
    """
    pin = str(address.get("zipCode", "")) if address else ""
    zone = zone_for(pin, trade)
    return days(pin, zone, trade, in_india(now()).date(), made_to_order=bag.made_to_order).last if zone else None


def _gst(line: Line, trade: Trade) -> int:
    return trade.gst_rate if line.product.gst_rate is None else line.product.gst_rate


def may_pay_on_delivery(total: int, trade: Trade) -> bool:
    """Whether an order of so many paise may be paid in cash on delivery."""
    return trade.cod and 0 < total <= trade.cod_limit


def fingerprint(bag: Bag, details: Details, sums: Totals) -> str:
    """The same for the same lines, options, prices, coupon and addresses: then it is the same order."""
    lines = [[line.product.id, line.options, line.quantity, line.price] for line in bag.lines]
    places = [details.email, details.name, details.phone, details.gstin, details.shipping_address, details.billing_address]
    text = json.dumps([lines, places, bag.code, sums.discount, sums.shipping, sums.total], sort_keys=True, ensure_ascii=False)
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
