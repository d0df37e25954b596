"""What staff may say of a page, and what visitors type to get the newsletter."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from storefront.core.forms import Form, text
from storefront.core.money import paise
from storefront.domain.accounts.forms import Email


class PageForm(Form):
    """A content page as it stands from now on."""

    title: str = text(120)
    summary: str = Field(default="", max_length=300)
    body: str = text(50_000)
    """Markdown; HTML in it is shown, not obeyed."""
    place: Literal["", "help", "house", "law"] = ""
    sort_order: int = Field(default=0, ge=0, le=1_000)
    is_active: bool = True


class IssueForm(Form):
    """A letter to the readers of the newsletter."""

    subject: str = text(150)
    body: str = text(50_000)
    """Markdown; HTML in it is shown, not obeyed."""


class NewsletterForm(Form):
    """Where the newsletter shall go."""

    email: Email


def _as_written(given: Any) -> Any:
    """Rupees as a number, or as people write them: 49,999 or ₹49,999.50."""
    if isinstance(given, bool):
        raise ValueError("Write an amount in rupees, such as 49,999.")  # noqa: TRY004  pydantic wants a ValueError
    return re.sub(r"[\s,₹]", "", given) if isinstance(given, str) else given


class PaymentTermsForm(Form):
    """Whether and how far orders may be paid on delivery. Source of the highest limit: nobody may take ₹2,00,000 or more in cash
    for one sale (Income-tax Act, 1961, section 269ST)."""

    cod: bool = False
    cod_limit: Annotated[Decimal, BeforeValidator(_as_written), Field(ge=1, le=199_999, decimal_places=2)]
    """Up to this total, in rupees."""
    cod_orders: Annotated[int, Field(ge=1, le=20)]
    """Of one buyer under way at a time."""

    @property
    def terms(self) -> dict[str, Any]:
        """As the terms of trade name them, in paise."""
        return {"cod": self.cod, "cod_limit": paise(self.cod_limit), "cod_orders": self.cod_orders}
