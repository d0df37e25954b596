"""What one may ask of a bag."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from storefront.core.forms import Form, maybe, no_controls, text, whole

Quantity = Annotated[int, BeforeValidator(whole), Field(strict=True, ge=1, le=99)]


def _chosen(value: Any) -> Any:
    """Sizes come as numbers too, and what is null or empty was not chosen."""
    if not isinstance(value, dict):
        return value
    chosen = {key: no_controls(one) for key, one in value.items() if one not in (None, "")}
    return {key: str(one) if isinstance(one, int | float) and not isinstance(one, bool) else one for key, one in chosen.items()}


_Name = Annotated[str, StringConstraints(min_length=1, max_length=20)]
_Value = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Options = Annotated[dict[_Name, _Value], BeforeValidator(_chosen), Field(max_length=8)]


class AddForm(Form):
    """Another piece into the bag."""

    product_id: str = text(80)
    quantity: Quantity = 1
    options: Options = Field(default_factory=dict)


class UpdateForm(Form):
    """Another quantity for a line, named by itself, or by its product and (where several lines share that) its options."""

    product_id: str | None = maybe(80)
    line_id: str | None = maybe(24)
    quantity: Quantity
    options: Options | None = None


class MergeForm(Form):
    """What a client had in a bag of its own before its user signed in."""

    items: Annotated[list[AddForm], Field(max_length=200)]
