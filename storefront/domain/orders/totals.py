"""What an order costs: one pure function, in paise, GST included in every price.

A shopkeeper's check, with 3 % GST contained and free delivery from ₹10,000:

    two bangles at ₹4,500              9,000.00
    insured delivery                     150.00
    to pay                             9,150.00
    GST contained: 9,150 × 3 ÷ 103       266.50  (rounded once, then split: 262.13 and 4.37)
"""

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.core.money import share
from storefront.domain.content import Trade


@dataclass(frozen=True)
class Priced:
    """A line: the price of one piece in paise, and how many."""

    price: int
    quantity: int

    @property
    def amount(self) -> int:
        return self.price * self.quantity


@dataclass(frozen=True)
class Row:
    """An amount beside the pieces, with where it comes from."""

    kind: str
    label: str
    source: str
    amount: int
    included: bool = False
    line: int | None = None
    """The position of the line that it belongs to; None for the whole order."""


@dataclass(frozen=True)
class Totals:
    subtotal: int
    discount: int
    shipping: int
    tax: int
    """Contained, so not added."""
    total: int
    rows: tuple[Row, ...]


def totals(lines: Sequence[Priced], trade: Trade) -> Totals:
    """All amounts of an order of these lines under these terms of trade."""
    subtotal = sum(line.amount for line in lines)
    shipping = delivery_fee(subtotal, trade) if lines else 0
    total = subtotal + shipping
    tax = contained_tax(total, trade)
    rows = (
        Row("delivery", "Insured delivery", _delivery_source(shipping, trade), shipping),
        *_tax_rows(lines, shipping, tax, trade),
    )
    return Totals(subtotal, 0, shipping, tax, total, rows)


def delivery_fee(subtotal: int, trade: Trade) -> int:
    return 0 if subtotal >= trade.free_delivery_from else trade.delivery_fee


def contained_tax(amount: int, trade: Trade) -> int:
    """The GST inside an amount: amount × rate ÷ (100 + rate), rounded once."""
    return share(amount, trade.gst_rate, 100_00 + trade.gst_rate)


def _delivery_source(shipping: int, trade: Trade) -> str:
    return "delivery fee" if shipping else "free delivery threshold"


def _tax_rows(lines: Sequence[Priced], shipping: int, tax: int, trade: Trade) -> list[Row]:
    """The tax, rounded on the whole, split over the lines and the delivery so that the parts add up to it."""
    parts: list[tuple[int | None, int]] = [(position, line.amount) for position, line in enumerate(lines)]
    if shipping:
        parts.append((None, shipping))
    shares = apportion(tax, [amount for _, amount in parts])
    label, source = f"GST {_percent(trade.gst_rate)}", f"gst rate {trade.gst_rate}"
    return [Row("tax", label, source, share, True, line) for (line, _), share in zip(parts, shares, strict=True)]


def apportion(whole: int, weights: Sequence[int]) -> list[int]:
    """Splits paise by weight so that the parts add up: each gets its share rounded down, and the paise that are left go to those
    that lost most by it (Hamilton's method), so that no part is a paisa or more away from its exact share."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    parts = [whole * weight // total for weight in weights]
    lost = sorted(range(len(weights)), key=lambda place: (-(whole * weights[place] % total), place))
    for place in lost[: whole - sum(parts)]:
        parts[place] += 1
    return parts


def _percent(hundredths: int) -> str:
    return f"{hundredths / 100:g} %"
