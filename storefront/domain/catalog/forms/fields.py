"""Kinds of fields that several forms of the catalog have."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from storefront.core.forms import no_controls

Rupees = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=2)]
"""Up to ten crore."""
Word = Annotated[str, StringConstraints(min_length=1, max_length=60), BeforeValidator(no_controls)]
Words = Annotated[list[Word], Field(max_length=30, default_factory=list)]
Alt = Annotated[str, StringConstraints(max_length=300), BeforeValidator(no_controls)]
Address = Annotated[
    str,
    StringConstraints(max_length=1000, pattern=r"^(?:https?:/)?/[^\s\"'<>\\]+$"),
    BeforeValidator(no_controls),
]
"""Of a picture: with http or https, or a path of this site."""
Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Order = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
"""A place among others; the smaller stands first."""
