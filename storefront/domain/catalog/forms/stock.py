"""What staff say of stock."""

from typing import Annotated, Literal

from pydantic import Field

from storefront.core.forms import Form, maybe, text
from storefront.core.paging import PagingForm
from storefront.domain.catalog.forms.fields import Count


class StockForm(Form):
    """So many can be sold from now on, or so many more or fewer."""

    quantity: Count
    operation: Literal["set", "add", "subtract"] = "set"
    reason: str | None = maybe(300)

    @property
    def why(self) -> str:
        """The reason for the history."""
        return self.reason or _REASONS[self.operation]


class StockUpdate(StockForm):
    """The stock of one product among several."""

    product_id: str = text(80)


class StockBulkForm(Form):
    """The stock of several products, in this order; the same product may come twice."""

    updates: Annotated[list[StockUpdate], Field(max_length=1000)]


class StockHistoryForm(PagingForm):
    """Which changes of stock."""

    product_id: str | None = maybe(80)


_REASONS = {"set": "Counted by staff", "add": "Added by staff", "subtract": "Taken out by staff"}
