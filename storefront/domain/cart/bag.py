"""The bag as it is shown and priced: plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storefront.core.clock import now
from storefront.domain.catalog.sale import ForSale
from storefront.domain.promotions import Coupon, Goods
from storefront.domain.promotions.errors import CouponRefused, UnknownCoupon

MOST = 99
"""Of one line."""
LINES = 100
"""Of one bag; what is priced and held at once has to end somewhere."""


@dataclass(frozen=True)
class Owner:
    """Whose bag: an account's, or that of the guest whose cookie's token has this hash."""

    user_id: str | None = None
    token_hash: str | None = None


@dataclass(frozen=True)
class Line:
    """So many of a product with the same options, at today's price."""

    id: str
    product: ForSale
    options: dict[str, Any]
    quantity: int
    added_at: datetime
    price_before: int | None = None
    """Of one piece when it was put in, paise; None where that is not known."""
    others: int = 0
    """Pieces of the same product in other lines of this bag: they come out of the same stock."""

    @property
    def price(self) -> int:
        """Of one piece, paise."""
        return self.product.price

    @property
    def total(self) -> int:
        return self.price * self.quantity

    @property
    def max(self) -> int:
        """The largest quantity that this line may have."""
        most = self.product.most
        return MOST if most is None else max(0, min(MOST, most - self.others))

    @property
    def news(self) -> int | None:
        """The former price, paise, where it is another one since it was put in."""
        return self.price_before if self.price_before not in (None, self.price) else None

    @property
    def trouble(self) -> str:
        """What has changed since it was put in, as a sentence; '' when it can be bought as it stands."""
        if not self.product.listed:
            return "This piece is no longer in the shop."
        if self.product.most == 0:
            return "This piece has been sold in the meantime."
        if self.quantity > self.max:
            together = ", in all its choices together" if self.others else ""
            return f"Only {self.product.most} of this piece can be had now{together}."
        return ""


@dataclass(frozen=True)
class Bag:
    """`cart_id` is None as long as nothing was ever put in."""

    cart_id: str | None
    lines: tuple[Line, ...] = ()
    code: str | None = None
    """Of the coupon that its owner wants to use."""
    coupon: Coupon | None = None
    """None where there is no coupon of that code any more."""

    @property
    def count(self) -> int:
        """Pieces."""
        return sum(line.quantity for line in self.lines)

    @property
    def subtotal(self) -> int:
        """Paise, GST included."""
        return sum(line.total for line in self.lines)

    @property
    def goods(self) -> tuple[Goods, ...]:
        """Its lines as coupons see them."""
        return tuple(Goods(line.product.id, line.product.categories, line.total) for line in self.lines)

    @property
    def refusal(self) -> CouponRefused | None:
        """Why its coupon does not hold just now; None where it does, or where there is none."""
        if self.code is None:
            return None
        return self.coupon.refusal(self.goods, now()) if self.coupon else UnknownCoupon(self.code)

    @property
    def buyable(self) -> bool:
        return bool(self.lines) and not any(line.trouble for line in self.lines)

    @property
    def made_to_order(self) -> bool:
        """Whether a piece has to be made first, so that the parcel leaves later."""
        return any(line.product.made_to_order(line.quantity) for line in self.lines)
