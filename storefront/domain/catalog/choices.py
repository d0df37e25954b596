"""What a buyer chooses of a product, read from its `variants`: every key whose value is a list is a choice."""

from collections.abc import Mapping
from typing import Any

from storefront.core.errors import Invalid
from storefront.core.text import fold
from storefront.domain.catalog.shapes import Choice

_NAMES = {
    "sizes": "size",
    "metals": "metal",
    "materials": "metal",
    "material": "metal",
    "stones": "stone",
    "gemstone": "stone",
    "gemstones": "stone",
    "colors": "color",
    "colours": "color",
    "colour": "color",
}
_LABELS = {"size": "Size", "metal": "Metal", "stone": "Stone", "color": "Colour"}
_ORDER = {"metal": 0, "stone": 1, "color": 2, "size": 3}


def choices_of(variants: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Metal, stone, colour, size, then others as they come. A word instead of a list is a fact, not a choice."""
    found: dict[str, list[str]] = {}
    for key, given in variants.items():
        if isinstance(given, list):
            values = found.setdefault(choice_name(key), [])
            values.extend(str(value) for value in given if str(value) not in values)
    made = [Choice(name, _label(name), tuple(values)) for name, values in found.items() if values]
    return tuple(sorted(made, key=lambda choice: _ORDER.get(choice.name, 9)))


def choice_name(key: str) -> str:
    """The name of the choice that a key of `variants` or of `options` means: 'sizes' → 'size'."""
    folded = fold(key).replace(" ", "_")
    return _NAMES.get(folded, folded)


def check_options(variants: Mapping[str, Any], options: Mapping[str, Any], need_all: bool) -> dict[str, str]:
    """The options as the product names them. A choice with one value is made for the buyer; unknown names are ignored.

    Invalid, under `options.<name>`, for a value that there is not and, with `need_all`, for a choice that was not made.
    """
    chosen, errors = _chosen(variants, options, need_all)
    if errors:
        raise Invalid(errors)
    return chosen


def fitting_options(variants: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, str]:
    """The same without a refusal: what there is not (any more) counts as not chosen yet."""
    return _chosen(variants, options, need_all=False)[0]


def has_options(line: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """Whether a line with its options is one that these, as a client writes them, mean; they need not name all of them."""
    return all(fold(str(line.get(choice_name(key), ""))) == fold(str(value)) for key, value in options.items())


def _chosen(variants: Mapping[str, Any], options: Mapping[str, Any], need_all: bool) -> tuple[dict[str, str], dict[str, str]]:
    """What is chosen, and what is wrong, under `options.<name>`."""
    given = {choice_name(key): value for key, value in options.items()}
    chosen: dict[str, str] = {}
    errors: dict[str, str] = {}
    for choice in choices_of(variants):
        wanted = given.get(choice.name)
        if wanted in (None, "") and len(choice.values) == 1:
            chosen[choice.name] = choice.values[0]
        elif wanted in (None, ""):
            if need_all:
                errors[f"options.{choice.name}"] = f"Choose a {choice.label.lower()}."
        elif value := _value(choice, wanted):
            chosen[choice.name] = value
        else:
            errors[f"options.{choice.name}"] = f"There is no such {choice.label.lower()}; choose {_either(choice.values)}."
    return chosen, errors


def _value(choice: Choice, wanted: Any) -> str | None:
    # A bool is a number to Python, and `true` is no size.
    if isinstance(wanted, bool) or not isinstance(wanted, str | int | float):
        return None
    folded = fold(str(wanted))
    return next((value for value in choice.values if fold(value) == folded), None)


def _label(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def _either(values: tuple[str, ...]) -> str:
    shown = values[:12]
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
