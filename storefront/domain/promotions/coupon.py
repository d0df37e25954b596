"""A coupon: whether it holds for a bag, and what it saves there. Nothing here asks the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storefront.core.money import apportion, share
from storefront.domain.promotions.errors import (
    CouponOver,
    CouponRefused,
    CouponUsedUp,
    MinimumNotMet,
    NothingQualifies,
    NotYetValid,
)


class Kind(StrEnum):
    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    DELIVERY = "delivery"
    """The delivery costs nothing."""


@dataclass(frozen=True)
class Goods:
    """A line of a bag as coupons see it."""

    product_id: str
    categories: tuple[str, ...]
    """The piece's own, and the one above it."""
    amount: int
    """Of all its pieces, paise."""


@dataclass(frozen=True)
class Discount:
    """What comes off, and why."""

    label: str
    source: str
    shares: tuple[int, ...] = ()
    """Paise, a share for each line."""
    delivery: bool = False
    """Whether the delivery comes off too."""


@dataclass(frozen=True)
class Coupon:
    """Its terms. Empty `products` and `categories`: all pieces qualify."""

    id: str
    code: str
    kind: Kind
    value: int
    """Hundredths of a percent, or paise; 0 for delivery."""
    cap: int | None
    """The most that a percentage saves, paise."""
    minimum: int
    """Paise, of the pieces that qualify."""
    valid_from: datetime | None
    valid_until: datetime | None
    """From this moment on no more."""
    is_active: bool
    limit: int | None
    """So many uses in all."""
    customer_limit: int | None
    used: int
    products: tuple[str, ...]
    categories: tuple[str, ...]
    is_own: bool = False
    """One of the uses belongs to the purchase that is asked about."""

    def refusal(self, goods: Sequence[Goods], moment: datetime) -> CouponRefused | None:
        """Why it does not hold for these goods at this moment; None where it does. Whether this customer may use it (again) is
        known when it is used."""
        if self.valid_from and moment < self.valid_from:
            return NotYetValid(self.code, self.valid_from)
        if not self.is_active or (self.valid_until and moment >= self.valid_until):
            return CouponOver(self.code)
        if self.limit is not None and self.used >= self.limit and not self.is_own:
            return CouponUsedUp(self.code)
        return self._goods_refusal(goods)

    def discount(self, goods: Sequence[Goods]) -> Discount:
        """What it saves, rounded once and shared over the pieces that qualify."""
        source = f"coupon {self.code}"
        if self.kind is Kind.DELIVERY:
            return Discount(f"{self.code}, free delivery", source, delivery=True)
        weights = [one.amount if self._qualifies(one) else 0 for one in goods]
        worth = sum(weights)
        whole = share(worth, self.value, 100_00) if self.kind is Kind.PERCENTAGE else self.value
        return Discount(self.code, source, tuple(apportion(min(whole, worth, self.cap or whole), weights)))

    def _goods_refusal(self, goods: Sequence[Goods]) -> CouponRefused | None:
        qualifying = [one.amount for one in goods if self._qualifies(one)]
        if goods and not qualifying:
            return NothingQualifies(self.code)
        missing = self.minimum - sum(qualifying)
        return MinimumNotMet(self.code, self.minimum, missing) if missing > 0 else None

    def _qualifies(self, one: Goods) -> bool:
        if not self.products and not self.categories:
            return True
        return one.product_id in self.products or not set(self.categories).isdisjoint(one.categories)
