"""The GST contained in prices, and the heads under which it is owed. Pure; amounts are paise, rates hundredths of a percent.

Each part of an order (a line after its discount, the delivery) contains amount × rate ÷ (100 + rate). The sum is rounded once,
and split so that the parts add up to it. Delivery goes with the goods (a composite supply: CGST Act, section 8), so it bears
their rate, or their rates in proportion. Goods that end their way in the shop's own state bear CGST and SGST, half each;
others IGST (IGST Act, sections 7, 8 and 10). Without an address the place of supply is the shop's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from storefront.core.text import fold
from storefront.domain.content import Trade

# Union territories without a legislature levy UTGST in the place of SGST (UTGST Act, 2017, section 2).
_UNION_TERRITORIES = {
    fold(one)
    for one in (
        "Andaman and Nicobar Islands",
        "Chandigarh",
        "Dadra and Nagar Haveli and Daman and Diu",
        "Ladakh",
        "Lakshadweep",
    )
}


class Supply(StrEnum):
    """Where goods go, seen from the shop."""

    WITHIN = "within"
    """The shop's own state."""
    WITHIN_TERRITORY = "within_territory"
    """The shop's own union territory."""
    BETWEEN = "between"
    """Another state, or another country."""


SOURCE = "gst rate "
_HEADS = {
    Supply.WITHIN: ("CGST", "SGST"),
    Supply.WITHIN_TERRITORY: ("CGST", "UTGST"),
    Supply.BETWEEN: ("IGST",),
}


@dataclass(frozen=True)
class Part:
    """A part of an order: what is paid for it, and at which rate; `line` is its position, None for the delivery."""

    amount: int
    rate: int
    line: int | None = None


@dataclass(frozen=True)
class Head:
    """What a part bears under one head."""

    name: str
    rate: int
    amount: int
    line: int | None
    of_rate: int
    """The whole rate, of which this head's is half or all."""

    @property
    def label(self) -> str:
        """'CGST 1.5 %'."""
        return f"{self.name} {self.rate / 100:g} %"

    @property
    def source(self) -> str:
        """Says the whole rate."""
        return f"{SOURCE}{self.of_rate}"


def supply_to(address: Mapping[str, Any] | None, terms: Trade) -> Supply:
    """By where the goods end their way."""
    own = fold(terms.state)
    country = fold(str((address or {}).get("country") or "India"))
    if address is None or (fold(str(address.get("state", ""))) == own and country in ("india", "in")):
        return Supply.WITHIN_TERRITORY if own in _UNION_TERRITORIES else Supply.WITHIN
    return Supply.BETWEEN


def rate_of(source: str) -> int:
    """The whole rate that a head's source says."""
    return int(source.removeprefix(SOURCE))


def contained(parts: Sequence[Part]) -> list[int]:
    """The tax in each part, a whole number of paise: together the exact sum, rounded once (half up)."""
    exact = [Fraction(part.amount * part.rate, 100_00 + part.rate) for part in parts]
    whole = int(sum(exact, Fraction(1, 2)))
    taxes = [int(one) for one in exact]
    lost = sorted(range(len(parts)), key=lambda place: (taxes[place] - exact[place], place))
    for place in lost[: whole - sum(taxes)]:
        taxes[place] += 1
    return taxes


def heads(parts: Sequence[Part], taxes: Sequence[int], supply: Supply) -> list[Head]:
    """The tax of each part under its heads. An odd paisa goes to either head in turn, so that over an order they differ by one at
    most."""
    names = _HEADS[supply]
    found: list[Head] = []
    before = 0
    for part, tax in zip(parts, taxes, strict=True):
        halves = ((before + tax) // 2 - before // 2,) if len(names) == 2 else ()
        before += tax
        amounts = (*halves, tax - sum(halves))
        rate = part.rate // len(names)
        found += [Head(name, rate, amount, part.line, part.rate) for name, amount in zip(names, amounts, strict=True)]
    return found
