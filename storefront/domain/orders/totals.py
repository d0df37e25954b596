"""What an order costs: one pure function, in paise, GST included in every price.

A shopkeeper's check, with 3 % GST contained and free delivery from ₹10,000, for a buyer in the shop's own state:

    two bangles at ₹4,500              9,000.00
    WELCOME10, 10 %                     −900.00
    insured delivery                     150.00
    to pay                             8,250.00
    GST contained: 8,250 × 3 ÷ 103       240.29  (rounded once, then split: 235.92 and 4.37, half of each CGST and SGST)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from storefront.core.money import apportion
from storefront.domain.delivery import Charge
from storefront.domain.orders.taxes import Part, Supply, contained, heads
from storefront.domain.promotions import Discount


@dataclass(frozen=True)
class Priced:
    """A line: the price of one piece in paise, how many, and the GST in it in hundredths of a percent."""

    price: int
    quantity: int
    rate: int = 3_00

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


def totals(lines: Sequence[Priced], charge: Charge, discounts: Sequence[Discount] = (), supply: Supply = Supply.WITHIN) -> Totals:
    """All amounts of an order of these lines. Each discount is taken from the full prices, so that their order changes nothing;
    together they take no more than there is."""
    shipping = charge.amount if lines else 0
    off, rows = _discounted(lines, discounts)
    kept = [line.amount - less for line, less in zip(lines, off, strict=True)]
    freed = [Row("discount", one.label, one.source, -shipping) for one in discounts if one.delivery][:1]
    carried = 0 if freed else shipping
    parts = [*_goods_parts(lines, kept), *_delivery_parts(lines, kept, carried)]
    taxes = contained(parts)
    subtotal, discount = sum(line.amount for line in lines), sum(off) + shipping - carried
    delivery = Row("delivery", "Insured delivery", charge.source, shipping)
    tax_rows = [Row("tax", one.label, one.source, one.amount, True, one.line) for one in heads(parts, taxes, supply)]
    total = subtotal - discount + shipping
    return Totals(subtotal, discount, shipping, sum(taxes), total, (*rows, delivery, *freed, *tax_rows))


def summed(rows: Iterable[Row]) -> list[Row]:
    """One row for each label, in the order of their first: what stood line by line, for people to read."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        known = found.get((row.kind, row.label))
        found[row.kind, row.label] = replace(known or row, amount=row.amount + (known.amount if known else 0), line=None)
    return list(found.values())


def _discounted(lines: Sequence[Priced], discounts: Sequence[Discount]) -> tuple[list[int], list[Row]]:
    """What comes off each line, and the rows that say so."""
    off = [0] * len(lines)
    rows: list[Row] = []
    for one in discounts:
        for position, wanted in enumerate(one.shares):
            less = min(wanted, lines[position].amount - off[position])
            off[position] += less
            if less:
                rows.append(Row("discount", one.label, one.source, -less, line=position))
    return off, rows


def _goods_parts(lines: Sequence[Priced], kept: Sequence[int]) -> list[Part]:
    return [Part(amount, line.rate, position) for position, (line, amount) in enumerate(zip(lines, kept, strict=True))]


def _delivery_parts(lines: Sequence[Priced], kept: Sequence[int], carried: int) -> list[Part]:
    """The delivery goes with the goods: a part for each of their rates, by what they cost."""
    if not carried:
        return []
    by_rate: dict[int, int] = {}
    for line, amount in zip(lines, kept, strict=True):
        by_rate[line.rate] = by_rate.get(line.rate, 0) + amount
    rates = sorted(by_rate)
    weights = [by_rate[rate] for rate in rates]
    shares = apportion(carried, weights if any(weights) else [1] * len(rates))
    return [Part(amount, rate) for amount, rate in zip(shares, rates, strict=True)]
