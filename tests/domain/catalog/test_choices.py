"""What a buyer chooses of a product."""

import pytest

from storefront.core.errors import Invalid
from storefront.domain.catalog.choices import check_options, choices_of

RING = {"sizes": ["8", "10"], "metals": ["18 kt yellow gold", "Platinum"], "stones": ["Ruby"], "engraving": "Yes"}


def refusal(options: dict[str, object], need_all: bool = True) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        check_options(RING, options, need_all)
    return caught.value.errors


def test_every_list_is_a_choice_and_a_word_is_a_fact() -> None:
    choices = choices_of(RING)

    assert [(choice.name, choice.label, choice.values) for choice in choices] == [
        ("metal", "Metal", ("18 kt yellow gold", "Platinum")),
        ("stone", "Stone", ("Ruby",)),
        ("size", "Size", ("8", "10")),
    ]


def test_two_names_of_one_choice_are_one_choice() -> None:
    assert choices_of({"metals": ["Gold"], "materials": ["Silver", "Gold"]})[0].values == ("Gold", "Silver")


def test_a_choice_of_the_shop_s_own_keeps_its_name() -> None:
    assert choices_of({"chain_length": ["45 cm", "50 cm"]})[0].label == "Chain length"


def test_options_come_out_as_the_product_writes_them_and_a_single_value_is_chosen_for_the_buyer() -> None:
    chosen = check_options(RING, {"Sizes": 8, "metal": "18-KT yellow gold", "gift": "yes"}, need_all=True)

    assert chosen == {"metal": "18 kt yellow gold", "stone": "Ruby", "size": "8"}


def test_what_is_not_chosen_is_asked_for_only_where_it_must_be() -> None:
    assert refusal({}) == {"options.metal": "Choose a metal.", "options.size": "Choose a size."}
    assert check_options(RING, {}, need_all=False) == {"stone": "Ruby"}


@pytest.mark.parametrize("odd", ["12", "", True, ["8"], {"8": 1}, 8.5])
def test_a_value_that_there_is_not_is_refused_with_those_that_there_are(odd: object) -> None:
    told = refusal({"size": odd, "metal": "Platinum"})

    assert told["options.size"] in ("There is no such size; choose 8 or 10.", "Choose a size.")


def test_a_product_without_choices_takes_any_options_and_keeps_none() -> None:
    assert check_options({}, {"size": "8"}, need_all=True) == {}
