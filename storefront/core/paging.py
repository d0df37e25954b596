"""Pages of lists, in whatever face: how much of a list is asked for, and how far pages by number reach."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from storefront.core.forms import Form

DEEPEST = 10_000
"""Pages by number reach so many entries deep; from there a cursor goes on."""
MOST = 1_000
"""A list that is asked for without a page is cut here."""
PAGE = 20
"""Entries of a page whose `limit` is not given."""


class PagingForm(Form):
    """How much of a list: all of it up to MOST, or a page; or from where a cursor points."""

    limit: Annotated[int, Field(ge=1, le=100)] | None = None
    page: Annotated[int, Field(ge=1)] | None = None
    after: str = Field(default="", max_length=300)

    @field_validator("page")
    @classmethod
    def _within_reach(cls, page: int | None, others: ValidationInfo) -> int | None:
        if page and page * (others.data.get("limit") or PAGE) > DEEPEST:
            raise ValueError(f"Pages reach {DEEPEST:,} entries deep; from there the Link header's cursor goes on.")
        return page

    @property
    def number(self) -> int:
        return self.page or 1

    @property
    def is_paged(self) -> bool:
        return self.page is not None or self.limit is not None or bool(self.after)

    @property
    def size(self) -> int:
        return self.limit or PAGE if self.is_paged else MOST
