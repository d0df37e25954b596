"""How a price comes about, in JSON. Amounts are in rupees."""

from collections.abc import Sequence
from typing import Any, Literal

from typing_extensions import TypedDict

from storefront.core.money import rupees
from storefront.domain.cart import Bag
from storefront.domain.orders.totals import Totals


class AmountJson(TypedDict):
    """An amount beside the pieces: less than nothing for a discount. What is `included` is contained in the prices, so it is not
    added. `item` is the place of the piece it belongs to, from 0; null for the whole order."""

    kind: Literal["discount", "delivery", "tax"]
    label: str
    amount: int | float
    included: bool
    item: int | None


class CartCouponJson(TypedDict):
    """The cart's coupon and what the cart costs. `coupon` is null without one; `trouble` says why it does not hold just now, and
    then nothing comes off."""

    coupon: str | None
    trouble: str | None
    subtotal: int | float
    discount: int | float
    shipping: int | float
    tax: int | float
    total: int | float
    amounts: list[AmountJson]


def amounts_json(rows: Sequence[Any], lines: Sequence[Any]) -> list[AmountJson]:
    """Of an order's rows and lines."""
    places = {line.id: place for place, line in enumerate(lines)}
    return [_amount(row, places.get(row.line_id)) for row in rows]


def cart_coupon_json(bag: Bag, sums: Totals) -> CartCouponJson:
    """Of a bag."""
    return {
        "coupon": bag.code,
        "trouble": bag.refusal.sentence if bag.refusal else None,
        "subtotal": rupees(sums.subtotal),
        "discount": rupees(sums.discount),
        "shipping": rupees(sums.shipping),
        "tax": rupees(sums.tax),
        "total": rupees(sums.total),
        "amounts": [_amount(row, row.line) for row in sums.rows],
    }


def _amount(row: Any, item: int | None) -> AmountJson:
    return {"kind": row.kind, "label": row.label, "amount": rupees(row.amount), "included": row.included, "item": item}
