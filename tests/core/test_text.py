"""Words in addresses, and names that are the same although written differently."""

import pytest

from storefront.core.text import fold, slug


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Nose Pins", "nose-pins"),
        ("Diamond & Gold: 18 kt", "diamond-gold-18-kt"),
        ("Élan", "elan"),
        ("अंगूठी", "anguutthii"),
        ("💍", "item"),
        ("", "item"),
    ],
)
def test_words_become_an_address_that_is_never_empty(words: str, address: str) -> None:
    assert slug(words) == address


def test_an_address_ends_at_a_whole_word_within_80_characters() -> None:
    made = slug("solitaire " * 20)

    assert len(made) <= 80
    assert made.endswith("solitaire")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nose-Pins ", "nose pins"), ("  NOSE   PINS", "nose_pins"), ("Élan", "elan"), ("Straße", "STRASSE"), ("ﬁne", "fine")],
)
def test_case_accents_hyphens_and_spaces_do_not_count(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("सोने की अंगूठी", "चांदी की अंगूठी"), ("मोती", "माती"), ("Rings", "Ring"), ("हार 1", "बाली 1")]
)
def test_different_names_stay_different_in_every_script(one: str, other: str) -> None:
    assert fold(one) != fold(other)
