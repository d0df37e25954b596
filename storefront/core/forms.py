"""The base of every input, the same for JSON bodies and HTML forms, and the sentences that go with refusals."""

import re
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.alias_generators import to_camel

from storefront.core.errors import Invalid


class Form(BaseModel):
    """Fields are named as in JSON (camelCase) and in Python (snake_case); unknown ones are ignored, never trusted."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", str_strip_whitespace=True, frozen=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: Any, info: ValidationInfo) -> Any:
        """Control characters go; an empty field of an HTML form counts as not given where nothing is a fair answer."""
        if not isinstance(value, str):
            return value
        value = no_controls(value)
        may_be_nothing = cls.model_fields[str(info.field_name)].default is None
        return None if may_be_nothing and not value.strip() else value


def text(longest: int, shortest: int = 1, pattern: str | None = None) -> Any:
    """A field for text of so many characters: `name: str = text(80)`."""
    return Field(min_length=shortest, max_length=longest, pattern=pattern)


def maybe(longest: int) -> Any:
    """A field for text that may be left out: `note: str | None = maybe(500)`."""
    return Field(default=None, max_length=longest)


def whole_number(value: Any) -> Any:
    """Text of digits as the number it is: a page sends text, the API a number. Anything else is left for the field to refuse.

    So is what has more digits than any number of ours: Python takes its time over thousands.
    """
    return int(value) if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,15}\s*", value) else value


Rupees = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=2)]
"""Up to ten crore."""
WEB_ADDRESS = r"^(?:https?:/)?/[^\s\"'<>\\]+$"
"""The pattern of an address with http or https, or of a path of this site."""

F = TypeVar("F", bound=Form)

# PostgreSQL refuses NUL, and no name or sentence has a control character but tab and line breaks, nor half of a surrogate pair.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def no_controls(value: Any) -> Any:
    """Text without what no name or sentence has; anything else as it is."""
    if not isinstance(value, str):
        return value
    return _CONTROLS.sub("", value)


def plain(value: Any, levels: int) -> Any:
    """The same for whatever a client wants to keep, at most so many levels deep; ValueError if it goes deeper."""
    if not isinstance(value, dict | list):
        return no_controls(value)
    if levels == 0:
        raise ValueError("This is nested too deeply.")
    if isinstance(value, dict):
        return {no_controls(name): plain(one, levels - 1) for name, one in value.items()}
    return [plain(one, levels - 1) for one in value]


def parse(form: type[F], data: Any) -> F:
    """The form, or Invalid with one sentence a field under the name that the client used."""
    if not isinstance(data, dict):
        raise Invalid({"body": "Send an object with named fields."})
    try:
        return form.model_validate(data)
    except ValidationError as error:
        raise Invalid(sentences(error)) from None
    except RecursionError:
        raise Invalid({"body": "This is nested too deeply."}) from None


def parse_each(form: type[F], data: Any, at_most: int) -> list[F]:
    """A list of forms, or Invalid with a sentence for each field of each entry that will not do, under `3.price`."""
    if not isinstance(data, list):
        raise Invalid({"body": "Send a list."})
    if len(data) > at_most:
        raise Invalid({"body": f"Send at most {at_most} entries at once."})
    try:
        return _lists(form).validate_python(data)
    except ValidationError as error:
        told = sentences(error)
        wrong = len({name.partition(".")[0] for name in told})
        raise Invalid(told, f"{wrong} of {len(data)} entries need another look; nothing was changed.") from None


@cache
def _lists(form: type[F]) -> TypeAdapter[list[F]]:
    return TypeAdapter(list[form])  # type: ignore[valid-type]  # the form is known at run time only


def sentences(error: ValidationError) -> dict[str, str]:
    """One sentence a field, the first that applies; nested fields are joined with dots."""
    told: dict[str, str] = {}
    for trouble in error.errors(include_url=False):
        field = ".".join(str(part) for part in trouble["loc"]) or "body"
        told.setdefault(field, _sentence(dict(trouble)))
    return told


def _sentence(trouble: dict[str, Any]) -> str:
    kind, context = trouble["type"], trouble.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", "This is not right."))
    if kind == "string_too_short" and not str(trouble["input"]).strip():
        kind = "missing"
    pattern = _SENTENCES.get(kind)
    return pattern.format(**context) if pattern else "This is not right."


_SENTENCES = {
    "missing": "This is needed.",
    "string_type": "This must be text.",
    "string_too_short": "This needs at least {min_length} characters.",
    "string_too_long": "This may have at most {max_length} characters.",
    "string_pattern_mismatch": "This has a character or a form that is not allowed here.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "int_parsing_size": "This number is too large.",
    "int_from_float": "This must be a whole number.",
    "float_type": "This must be a number.",
    "float_parsing": "This must be a number.",
    "decimal_type": "This must be a number.",
    "decimal_parsing": "This must be a number.",
    "finite_number": "This must be a number.",
    "decimal_max_places": "This may have at most {decimal_places} decimals.",
    "decimal_max_digits": "This number is too large.",
    "decimal_whole_digits": "This number is too large.",
    "greater_than": "This must be more than {gt}.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than": "This must be less than {lt}.",
    "less_than_equal": "This must be at most {le}.",
    "multiple_of": "This must be a multiple of {multiple_of}.",
    "bool_type": "This must be true or false.",
    "bool_parsing": "This must be true or false.",
    "list_type": "This must be a list.",
    "dict_type": "This must be an object with named fields.",
    "model_type": "This must be an object with named fields.",
    "model_attributes_type": "This must be an object with named fields.",
    "too_long": "This may have at most {max_length} entries.",
    "too_short": "This needs at least {min_length} entries.",
    "literal_error": "This must be one of {expected}.",
    "enum": "This must be one of {expected}.",
    "date_parsing": "This is not a date; write it as 2026-11-30.",
    "date_from_datetime_parsing": "This is not a date; write it as 2026-11-30.",
    "date_from_datetime_inexact": "This is not a date; write it as 2026-11-30.",
    "date_type": "This is not a date; write it as 2026-11-30.",
    "url_parsing": "This is not a web address.",
    "url_scheme": "This must be a web address that begins with http or https.",
}
