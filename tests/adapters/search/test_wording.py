"""Words as search compares them."""

import pytest

from storefront.adapters.search.wording import LONGEST, MARK_SIGNS, forms, is_mark, label_of, marks, root, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nákshi Nose-Pin", ["nakshi", "nose", "pin"]),
        ("22kt/916, 6.8 mm", ["22kt", "916", "6", "8", "mm"]),
        ("Men’s & women's", ["mens", "womens"]),
        ("snake_case", ["snake", "case"]),
        ("सोने की अंगूठी।", ["सोने", "की", "अंगूठी"]),
        ("தங்க மோதிரம்", ["தங்க", "மோதிரம்"]),
        ("ज़ेवर क्‍ष", ["जेवर", "क्ष"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("½ ²", ["1", "2", "2"]),
        ("\x00 💍 \ud800 …", []),
        ("x" * 100, ["x" * LONGEST]),
    ],
)
def test_text_falls_into_comparable_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("rings", ["ring"]),
        ("rubies", ["ruby", "rubie"]),
        ("ruby", ["rubies"]),
        ("boxes", ["box", "boxe"]),
        ("roses", ["ros", "rose"]),
        ("glass", []),
        ("ring", []),
        ("gas", []),
    ],
)
def test_the_other_number_of_a_word(word: str, others: list[str]) -> None:
    assert forms(word) == others
    assert all(form.startswith(root(word)) for form in [word, *others])


@pytest.mark.parametrize("label", ["metal:gold", "price:250000-", "tag:दुल्हन", "size:2.4", "a", "a,b'c"])
def test_a_mark_is_one_word_to_the_engines_and_no_typed_word(label: str) -> None:
    (mark,) = marks(label)

    assert label_of(mark) == label
    assert not any(letter.isascii() and not letter.isalnum() and letter not in MARK_SIGNS for letter in mark)
    assert is_mark(mark)
    assert mark not in words(mark)
