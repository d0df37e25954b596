"""The words kept in the process."""

import pytest

from storefront.adapters.search.vocabulary import SECONDS, Vocabulary, changes


class Source:
    """A table of words that counts how often it is read, and a clock to set."""

    def __init__(self, **counts: int) -> None:
        self.counts = counts
        self.read = 0
        self.time = 1000.0

    def load(self) -> dict[str, int]:
        self.read += 1
        return dict(self.counts)

    def clock(self) -> float:
        return self.time


def test_it_is_read_at_most_once_a_minute() -> None:
    source = Source(ring=1)
    vocabulary = Vocabulary(source.load, source.clock)

    vocabulary.nearest("rnig")
    source.counts["bangle"] = 1
    source.time += SECONDS - 1
    assert vocabulary.nearest("bangel") is None
    source.time += 1
    assert vocabulary.nearest("bangel") == "bangle"

    assert source.read == 2


def test_what_is_forgotten_is_read_anew() -> None:
    source = Source(ring=1)
    vocabulary = Vocabulary(source.load, source.clock)
    vocabulary.nearest("rnig")

    source.counts = {"bangle": 1}
    vocabulary.forget()

    assert vocabulary.nearest("rnig") is None
    assert vocabulary.nearest("bangel") == "bangle"


def test_an_empty_index_is_asked_again_at_once() -> None:
    source = Source()
    vocabulary = Vocabulary(source.load, source.clock)
    assert vocabulary.nearest("rnig") is None

    source.counts = {"ring": 1}

    assert vocabulary.nearest("rnig") == "ring"


def test_when_it_cannot_be_read_the_next_one_tries_again() -> None:
    source = Source(ring=1)
    answers = iter([RuntimeError("away"), None])

    def load() -> dict[str, int]:
        if error := next(answers):
            raise error
        return source.load()

    vocabulary = Vocabulary(load, source.clock)

    with pytest.raises(RuntimeError):
        vocabulary.nearest("rnig")
    assert vocabulary.nearest("rnig") == "ring"


def test_a_much_nearer_word_wins_over_a_frequent_one() -> None:
    vocabulary = Vocabulary(Source(polka=2, polish=90).load)

    assert vocabulary.nearest("polkia") == "polka"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jumka", "jhumka"),
        ("jhumkha", "jhumka"),
        ("zhumka", "jhumka"),
        ("neklace", "necklace"),
        ("nacklace", "necklace"),
        ("mangalsuthra", "mangalsutra"),
        ("mangulsutra", "mangalsutra"),
        ("kundhan", "kundan"),
        ("polky", "polki"),
        ("minakari", "meenakari"),
        ("chandbaali", "chandbali"),
        ("bangals", "bangle"),
        ("bangel", "bangle"),
        ("braclet", "bracelet"),
        ("brecelet", "bracelet"),
        ("erring", "earring"),
        ("saphire", "sapphire"),
        ("emrald", "emerald"),
        ("dimond", "diamond"),
        ("platnum", "platinum"),
        ("silvr", "silver"),
        ("sliver", "silver"),
        ("chian", "chain"),
        ("pendent", "pendant"),
        ("solitare", "solitaire"),
        ("zzzz", None),
    ],
)
def test_the_spellings_of_the_trade_are_understood(typed: str, meant: str | None) -> None:
    trade = """
        jhumka jhumki necklace necklaces mangalsutra kundan polki meenakari chandbali bangle bangles bracelet earring ring string
        sapphire emerald diamond platinum silver chain pendant solitaire gold rose white yellow pearl ruby nath payal kada choker
        temple bridal tennis station stud hoop drop halo band anklet coin pin toe angle inside china sitara
    """
    vocabulary = Vocabulary(Source(**dict.fromkeys(trade.split(), 10)).load)

    assert vocabulary.nearest(typed) == meant


def test_changes_count_products_and_leave_out_numbers_and_letters() -> None:
    before = [{"ruby", "ring", "a", "22kt"}, {"ruby"}]
    after = [{"ruby", "ring", "bridal", "b", "18"}]

    assert changes(before, after) == {"bridal": 1, "ruby": -1}


def test_words_that_go_on_with_a_digit_are_counted_together() -> None:
    assert changes([{"kn1234"}], [{"kn1", "kn2", "knot"}, {"kn9x"}]) == {"kn0": 1, "knot": 1}
