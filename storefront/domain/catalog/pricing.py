"""What a product costs. The only place that knows: day rates of metal will come in here."""

from collections.abc import Mapping
from typing import Protocol

from storefront.domain.catalog.shapes import Price


class Priced(Protocol):
    """A row or an entity of a product. Amounts in paise."""

    @property
    def price(self) -> int: ...
    @property
    def compare_price(self) -> int | None: ...


def price_of(row: Priced, options: Mapping[str, str] | None = None) -> Price:
    """What one piece with these options costs, in paise with GST. Today every choice of a product costs the same."""
    compare = row.compare_price
    return Price(row.price, compare if compare is not None and compare > row.price else None)
