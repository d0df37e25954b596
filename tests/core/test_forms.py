"""What comes in: the same class for JSON and HTML, and one sentence a field for what will not do."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import Field, field_validator

from storefront.core.errors import Invalid
from storefront.core.forms import Form, maybe, parse, parse_each, text


class Metal(StrEnum):
    GOLD = "gold"
    SILVER = "silver"


class Address(Form):
    zip_code: str = text(6, 6, pattern=r"^[0-9]+$")


class PieceForm(Form):
    name: str = text(20, 2)
    quantity: Annotated[int, Field(ge=1, le=99, strict=True)] = 1
    price: Annotated[Decimal, Field(gt=0, max_digits=9, decimal_places=2)] = Decimal(1)
    email: str | None = maybe(80)
    note: str | None = maybe(30)
    metal: Metal = Metal.GOLD
    size: Literal["S", "M"] = "S"
    made_on: date | None = None
    in_stock: bool = True
    tags: Annotated[list[str], Field(max_length=2, default_factory=list)]
    address: Address | None = None

    @field_validator("name")
    @classmethod
    def not_ours(cls, name: str) -> str:
        if name == "Kundan":
            raise ValueError("That is the shop's own name.")
        return name


def refusal(**fields: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        parse(PieceForm, {"name": "Ring", **fields})
    return caught.value.errors


def test_fields_are_named_as_in_json_or_as_in_python() -> None:
    assert parse(PieceForm, {"name": "Ring", "inStock": False}).in_stock is False
    assert parse(PieceForm, {"name": "Ring", "in_stock": False}).in_stock is False


def test_unknown_fields_are_ignored() -> None:
    form = parse(PieceForm, {"name": "Ring", "role": "Admin", "id": "x"})

    assert not hasattr(form, "role")


def test_spaces_around_words_do_not_count() -> None:
    assert parse(PieceForm, {"name": "  Ring  "}).name == "Ring"


@pytest.mark.parametrize("empty", ["", "   ", None])
def test_an_empty_field_of_a_page_is_nothing(empty: str | None) -> None:
    form = parse(PieceForm, {"name": "Ring", "email": empty, "note": empty, "madeOn": empty})

    assert (form.email, form.note, form.made_on) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "R", "This needs at least 2 characters."),
        ("name", " ", "This is needed."),
        ("name", "R" * 21, "This may have at most 20 characters."),
        ("name", 7, "This must be text."),
        ("name", "Kundan", "That is the shop's own name."),
        ("quantity", 0, "This must be at least 1."),
        ("quantity", 100, "This must be at most 99."),
        ("quantity", 1.5, "This must be a whole number."),
        ("quantity", "many", "This must be a whole number."),
        ("price", 0, "This must be more than 0."),
        ("price", "dear", "This must be a number."),
        ("price", "NaN", "This must be a number."),
        ("price", "1.005", "This may have at most 2 decimals."),
        ("price", "12345678901", "This number is too large."),
        ("metal", "lead", "This must be one of 'gold' or 'silver'."),
        ("size", "L", "This must be one of 'S' or 'M'."),
        ("madeOn", "yesterday", "This is not a date; write it as 2026-11-30."),
        ("inStock", "perhaps", "This must be true or false."),
        ("tags", "bridal", "This must be a list."),
        ("tags", ["a", "b", "c"], "This may have at most 2 entries."),
        ("address", "Pune", "This must be an object with named fields."),
    ],
)
def test_each_refusal_is_one_sentence_under_the_name_that_was_sent(field: str, value: Any, sentence: str) -> None:
    assert refusal(**{field: value}) == {field: sentence}


def test_a_missing_field_is_asked_for() -> None:
    with pytest.raises(Invalid) as caught:
        parse(PieceForm, {})

    assert caught.value.errors == {"name": "This is needed."}


def test_a_nested_field_is_named_by_its_path() -> None:
    assert refusal(address={"zipCode": "41103"}) == {"address.zipCode": "This needs at least 6 characters."}
    assert refusal(address={"zipCode": "41103x"}) == {
        "address.zipCode": "This has a character or a form that is not allowed here."
    }


@pytest.mark.parametrize("body", [None, True, "text", 7, [], [{"name": "Ring"}]])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    with pytest.raises(Invalid) as caught:
        parse(PieceForm, body)

    assert caught.value.errors == {"body": "Send an object with named fields."}


def test_control_characters_that_no_database_takes_are_dropped() -> None:
    form = parse(PieceForm, {"name": "Ri\x00ng\x07", "note": "two\nlines\tand a half \ud800"})

    assert (form.name, form.note) == ("Ring", "two\nlines\tand a half")


def test_of_a_list_each_field_of_each_entry_is_told_by_its_place() -> None:
    with pytest.raises(Invalid) as caught:
        parse_each(PieceForm, [{"name": "Ring"}, {"name": "x", "quantity": 0}, 5], at_most=3)

    assert caught.value.errors == {
        "1.name": "This needs at least 2 characters.",
        "1.quantity": "This must be at least 1.",
        "2": "This must be an object with named fields.",
    }
    assert caught.value.sentence == "2 of 3 entries need another look; nothing was changed."


@pytest.mark.parametrize(
    ("data", "sentence"), [({}, "Send a list."), (None, "Send a list."), ([{}] * 4, "Send at most 3 entries at once.")]
)
def test_what_is_no_list_or_too_long_a_one_is_refused(data: Any, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_each(PieceForm, data, at_most=3)

    assert caught.value.errors == {"body": sentence}


def test_a_list_of_forms_comes_in_its_order() -> None:
    assert [one.name for one in parse_each(PieceForm, [{"name": "Ring"}, {"name": "Chain"}], at_most=3)] == ["Ring", "Chain"]


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
FIELDS = some.sampled_from(["name", "quantity", "price", "email", "metal", "madeOn", "inStock", "tags", "address"])


@given(some.dictionaries(FIELDS, JSON))
def test_whatever_is_sent_is_answered_by_a_form_or_by_sentences(data: dict[str, Any]) -> None:
    try:
        answer = parse(PieceForm, data)
    except Invalid as refused:
        answer = refused

    assert isinstance(answer, PieceForm) or all(sentence.endswith(".") for sentence in answer.errors.values())
