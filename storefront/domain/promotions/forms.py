"""What staff say of a coupon, and what a shopper types. Amounts come in rupees, times as ISO 8601."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from storefront.core.clock import INDIA
from storefront.core.forms import Form, Rupees, maybe, text
from storefront.core.money import paise
from storefront.domain.promotions.coupon import Kind


def _capitals(given: Any) -> Any:
    """Nobody should have to mind the case, or a blank that came along when the code was copied."""
    return given.strip().upper() if isinstance(given, str) else given


def _in_india(given: datetime) -> datetime:
    return given if given.tzinfo else given.replace(tzinfo=INDIA)


Code = Annotated[str, StringConstraints(pattern="^[A-Z0-9][A-Z0-9-]{2,39}$"), BeforeValidator(_capitals)]
Moment = Annotated[datetime, AfterValidator(_in_india)]
"""Without a zone it is meant as India's clocks show it."""
Id = Annotated[str, StringConstraints(pattern="^[0-9a-f]{24}$")]
Limit = Annotated[int, Field(ge=1, le=10_000_000)]


class CodeForm(Form):
    """A code as a shopper types it."""

    code: Annotated[str, BeforeValidator(_capitals)] = text(40)


class CouponForm(Form):
    """A coupon. Of a percentage `value` is percent, of an amount rupees; it is left out where the delivery is free."""

    code: Code
    kind: Kind
    value: Rupees = Decimal(0)
    cap: Rupees | None = None
    minimum: Rupees = Decimal(0)
    valid_from: Moment | None = None
    valid_until: Moment | None = None
    is_active: bool = True
    limit: Limit | None = None
    limit_per_customer: Limit | None = None
    products: Annotated[list[Id], Field(max_length=1000, default_factory=list)]
    categories: Annotated[list[Id], Field(max_length=100, default_factory=list)]
    note: str | None = maybe(200)

    @model_validator(mode="after")
    def _fits(self) -> "CouponForm":
        if self.kind is not Kind.DELIVERY and not self.value:
            raise ValueError("Say what the coupon saves.")
        if self.kind is Kind.PERCENTAGE and self.value > 100:
            raise ValueError("A coupon saves at most 100 percent.")
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("A coupon cannot end before it begins.")
        return self

    @property
    def columns(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {
            "code": self.code,
            "kind": self.kind,
            "value": 0 if self.kind is Kind.DELIVERY else paise(self.value),
            "cap": paise(self.cap) if self.cap and self.kind is Kind.PERCENTAGE else None,
            "minimum": paise(self.minimum),
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "is_active": self.is_active,
            "limit": self.limit,
            "customer_limit": self.limit_per_customer,
            "products": self.products,
            "categories": self.categories,
            "note": self.note or "",
        }
