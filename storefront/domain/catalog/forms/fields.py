"""Kinds of fields that several forms of the catalog have."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from storefront.core.forms import WEB_ADDRESS, no_controls
from storefront.core.text import fold


def _number(given: Any) -> Any:
    # To pydantic `true` is the number 1.
    if isinstance(given, bool):
        raise ValueError("This must be a whole number.")  # noqa: TRY004  pydantic wants a ValueError
    return given


def _comparable(longest: int) -> AfterValidator:
    def check(name: str) -> str:
        # Folded, one character may become eighteen: what is compared must fit its column as well.
        folded = fold(name)
        if not folded:
            raise ValueError("This needs a letter or a digit.")
        if len(folded) > longest:
            raise ValueError("This name is too long.")
        return name

    return AfterValidator(check)


GstRate = Annotated[Decimal, Field(ge=0, le=28, decimal_places=2)]
"""Percent, contained in prices."""
Word = Annotated[str, StringConstraints(min_length=1, max_length=60), BeforeValidator(no_controls)]
CategoryName = Annotated[str, StringConstraints(min_length=1, max_length=80), _comparable(80)]
TagName = Annotated[str, StringConstraints(min_length=1, max_length=60), BeforeValidator(no_controls), _comparable(60)]
Words = Annotated[list[Word], Field(max_length=30, default_factory=list)]
Alt = Annotated[str, StringConstraints(max_length=300), BeforeValidator(no_controls)]
Address = Annotated[
    str,
    StringConstraints(max_length=1000, pattern=WEB_ADDRESS),
    BeforeValidator(no_controls),
]
"""Of a picture."""
Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Count = Annotated[int, Field(ge=0, le=1_000_000), BeforeValidator(_number)]
"""Pieces."""
Order = Annotated[int, Field(ge=-1_000_000, le=1_000_000), BeforeValidator(_number)]
"""A place among others; the smaller stands first."""


def hundredths(percent: Decimal | None) -> int | None:
    """As tables keep rates."""
    return None if percent is None else int(percent * 100)
