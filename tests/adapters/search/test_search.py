"""What both engines promise alike."""

from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask

from storefront.adapters.search import base
from storefront.adapters.search.base import Hits, SearchIndex
from storefront.core.db import transaction
from storefront.core.ids import new_id
from tests.adapters.search.shelf import Shelf, document


def test_every_word_is_needed(shelf: Shelf) -> None:
    shelf.put("Meher Ruby Ring")
    shelf.put("Kiran Ruby Bangle")

    assert shelf.found("ruby ring") == ["Meher Ruby Ring"]
    assert sorted(shelf.found("ruby")) == ["Kiran Ruby Bangle", "Meher Ruby Ring"]


def test_words_may_stand_in_different_places_of_a_product(shelf: Shelf) -> None:
    shelf.put("Meher Ring", category="Rings", tags="bridal", details="22 kt gold RI-102", description="Set by hand.")

    assert shelf.found("meher bridal gold hand 102") == ["Meher Ring"]


@pytest.mark.parametrize("query", ["mangalsutra", "mangal", "ma", "m", "MANGAL", "navya mang"])
def test_the_beginning_of_a_word_finds_it(shelf: Shelf, query: str) -> None:
    shelf.put("Navya Mangalsutra")

    assert shelf.found(query) == ["Navya Mangalsutra"]


def test_the_middle_of_a_word_does_not_find_it(shelf: Shelf) -> None:
    shelf.put("Navya Mangalsutra")

    assert shelf.found("sutra") == []


def test_one_letter_beside_longer_words_must_match_too(shelf: Shelf) -> None:
    shelf.put("Gold Ring")
    shelf.put("Gold Bangle")

    assert shelf.found("gold r") == ["Gold Ring"]
    assert shelf.found("gold r x") == []


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Tara Ring", "rings"),
        ("Kiran Hoops", "hoop"),
        ("Ruby Drop", "rubies"),
        ("Two Rubies", "ruby"),
        ("Lotus Brooch", "brooches"),
        ("Jewel Boxes", "box"),
        ("Men's Kada", "mens"),
        ("Men's Kada", "men"),
        ("Mens Kada", "men's"),
    ],
)
def test_singular_and_plural_find_each_other(shelf: Shelf, name: str, query: str) -> None:
    shelf.put(name)

    assert shelf.found(query) == [name]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Nakshi Bangle", "nákshi"),
        ("Nákshi Bangle", "nakshi"),
        ("Pavé Ring", "PAVE"),
        ("Emerald-Cut Ring", "emerald cut"),
        ("अंगूठी सोने की", "अंगूठी"),
        ("अंगूठी सोने की", "अंगू"),
        ("सादा अंगूठी।", "अंगूठी सादा"),
        ("ज़ेवर", "जेवर"),
    ],
)
def test_case_accents_and_marks_do_not_count(shelf: Shelf, name: str, query: str) -> None:
    shelf.put(name)

    assert shelf.found(query) == [name]


def test_the_name_counts_more_than_the_category_than_the_details_than_the_description(shelf: Shelf) -> None:
    shelf.put("Lotus Pendant")
    shelf.put("In the category", category="Lotus")
    shelf.put("In the details", details="lotus motif")
    shelf.put("In the description", description="Petals of a lotus.")

    assert shelf.found("lotus") == ["Lotus Pendant", "In the category", "In the details", "In the description"]


def test_all_words_count_for_the_rank(shelf: Shelf) -> None:
    shelf.put("Lotus Ring")
    shelf.put("Lotus Band", category="Rings", tags="lotus")
    shelf.put("Lotus Pendant", description="Matches the ring.")

    assert shelf.found("lotus ring") == ["Lotus Ring", "Lotus Band", "Lotus Pendant"]


def test_a_whole_word_of_the_name_comes_before_a_beginning_and_the_newest_first_among_equals(shelf: Shelf) -> None:
    shelf.put("Tara Ring")
    shelf.put("Old Taraka Ring")
    shelf.put("New Taraka Ring")

    assert shelf.found("tara") == ["Tara Ring", "New Taraka Ring", "Old Taraka Ring"]


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("jumka", "jhumka"),
        ("neklace", "necklace"),
        ("manglasutra", "mangalsutra"),
        ("mangalsutar", "mangalsutra"),
        ("emrald", "emerald"),
        ("payel", "payal"),
        ("Gold Neklace", "gold necklace"),
        ("अंगुठी", "अंगूठी"),
    ],
)
def test_a_word_without_a_hit_is_corrected(shelf: Shelf, query: str, understood: str) -> None:
    for name in ("Jhumka", "Gold Necklace", "Mangalsutra", "Emerald Ring", "Payal", "अंगूठी"):
        shelf.put(name)

    hits = shelf.index.find(query)

    assert hits.understood == understood
    assert hits.total == 1


def test_a_word_with_a_hit_is_never_corrected(shelf: Shelf) -> None:
    shelf.put("Mangalsutra")
    shelf.put("Payal")

    assert shelf.index.find("Mangalsutr").understood == "Mangalsutr"
    assert shelf.index.find("payal mangalsutra") == Hits([], 0, "payal mangalsutra")


def test_a_typo_that_begins_another_word_is_still_corrected_where_it_finds_nothing(shelf: Shelf) -> None:
    shelf.put("Ruby Ring")
    shelf.put("Bangle of rubies")

    hits = shelf.index.find("rubi ring")

    assert (hits.understood, hits.total) == ("ruby ring", 1)


def test_the_more_frequent_of_two_near_words_is_meant(shelf: Shelf) -> None:
    for number in range(5):
        shelf.put(f"Bangle {number}")
    shelf.put("Dangle")

    assert shelf.index.find("cangle").understood == "bangle"


@pytest.mark.parametrize("query", ["ri", "1998", "zzzzzzz"])
def test_short_words_numbers_and_what_resembles_nothing_stay_as_they_are(shelf: Shelf, query: str) -> None:
    shelf.put("Gold Coin 1999")

    assert shelf.index.find(query) == Hits([], 0, query)


SYNTAX = ['"', "'", "NEAR(", "a OR b", "name:", "*", "^", "(", "gold'--", "\\", ":*", "!", "a & !b", "%"]
HOSTILE = [*SYNTAX, "\x00", "gold\x00", "💍", "\ud800", "x" * 10_000]


@pytest.mark.parametrize("query", [*HOSTILE, "gold " * 2_000, "ा"])
def test_no_text_is_read_as_syntax(shelf: Shelf, query: str) -> None:
    shelf.put("Silver Anklet", description="Gold name near or not")

    hits = shelf.index.find(query)

    assert hits.total == (1 if query.startswith(("gold", "name", "NEAR")) else 0)


@pytest.mark.parametrize("name", [*HOSTILE, "%s %(a)s :b"])
def test_any_text_can_be_kept(shelf: Shelf, name: str) -> None:
    key = shelf.put(f"{name} ring", description=name)

    assert shelf.index.find("ring").ids == [key]


def test_a_query_without_words_finds_nothing(shelf: Shelf) -> None:
    shelf.put("Tara Ring")

    assert [shelf.index.find(query) for query in ("", "  ", "?!")] == [Hits([], 0, query) for query in ("", "  ", "?!")]


def test_only_the_first_eight_words_and_forty_letters_of_a_word_are_read(shelf: Shelf) -> None:
    shelf.put("one two three four five six seven eight", description="y" * 50)

    assert shelf.index.find("one two three four five six seven eight nine").total == 1
    assert shelf.index.find("y" * 40 + "zzz").total == 1


def test_a_limit_shortens_the_hits_but_not_the_total(shelf: Shelf) -> None:
    for number in range(3):
        shelf.put(f"Ring {number}")

    hits = shelf.index.find("ring", limit=2)

    assert (len(hits.ids), hits.total) == (2, 3)


def test_so_many_candidates_and_no_more_are_ranked(index: SearchIndex) -> None:
    with transaction():
        index.put([document(f"{number:024x}", "Ring") for number in range(base.CANDIDATES + 5)])

    hits = index.find("ring")

    assert hits.total == len(hits.ids) == base.CANDIDATES
    assert hits.ids[0] == f"{base.CANDIDATES + 4:024x}"


def test_putting_again_replaces(shelf: Shelf) -> None:
    key = shelf.put("Ruby Ring", description="heavy")
    shelf.put("Pearl Ring", id=key)

    assert shelf.found("ring pearl") == ["Pearl Ring"]
    assert shelf.index.find("ruby").total == shelf.index.find("heavy").total == 0


def test_of_one_id_given_twice_the_last_counts(index: SearchIndex) -> None:
    key = new_id()

    with transaction():
        index.put([document(key, "Ruby"), document(key, "Pearl")])

    assert (index.find("pearl").ids, index.find("ruby").ids) == ([key], [])


def test_what_is_removed_is_not_found(shelf: Shelf) -> None:
    key = shelf.put("Ruby Ring")
    shelf.put("Pearl Ring")

    with transaction():
        shelf.index.remove([key, new_id(), key])

    assert shelf.found("ring") == ["Pearl Ring"]


def test_clearing_leaves_nothing_and_the_index_usable(shelf: Shelf) -> None:
    shelf.put("Ruby Ring")
    with transaction():
        shelf.index.clear()

    assert shelf.index.find("ring").total == 0
    assert shelf.index.words("ri") == []

    shelf.put("Pearl Ring")
    assert shelf.found("ring") == ["Pearl Ring"]


def test_putting_and_removing_nothing_is_nothing(index: SearchIndex) -> None:
    with transaction():
        index.put([])
        index.remove([])

    assert index.find("ring").total == 0


def test_the_index_is_true_within_the_transaction_that_changes_it(index: SearchIndex) -> None:
    with transaction():
        index.put([document(new_id(), "Ruby Ring")])

        assert index.find("ruby").total == 1


def test_a_transaction_that_fails_leaves_the_index_as_it_was(shelf: Shelf) -> None:
    key = shelf.put("Ruby Ring")

    def fail() -> None:
        with transaction():
            shelf.index.put([document(key, "Pearl Ring"), document(new_id(), "Pearl Pin")])
            shelf.index.remove([key])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert shelf.found("ruby") == ["Ruby Ring"]
    assert shelf.index.find("pearl").total == 0
    assert shelf.index.words("p") == []


@pytest.mark.parametrize("write", ["put", "remove", "clear"])
def test_the_index_is_not_changed_outside_a_transaction(index: SearchIndex, write: str) -> None:
    arguments: dict[str, list[Any]] = {"put": [[document(new_id(), "Ring")]], "remove": [[new_id()]], "clear": []}

    with pytest.raises(AssertionError, match="outside"):
        getattr(index, write)(*arguments[write])


def test_suggested_words_begin_so_and_the_most_frequent_come_first(shelf: Shelf) -> None:
    shelf.put("Necklace", tags="new nakshi")
    shelf.put("Necklace", tags="new")
    shelf.put("Necklace")

    assert shelf.index.words("ne") == [("necklace", 3), ("new", 2)]
    assert shelf.index.words("Gold N", limit=1) == [("necklace", 3)]
    assert shelf.index.words("") == []


def test_suggested_words_have_no_numbers_and_not_both_singular_and_plural(shelf: Shelf) -> None:
    shelf.put("Rings", details="RI-101")
    shelf.put("Ring", category="Rings")

    assert shelf.index.words("r") == [("rings", 2), ("ri", 1)]
    assert shelf.index.words("1") == []


def test_words_are_counted_by_products_as_they_change_and_go(shelf: Shelf, index: SearchIndex) -> None:
    first = shelf.put("Ruby Ruby Ring", description="ruby")
    second = shelf.put("Ruby Pin")
    shelf.put("Pearl Ring", id=first)
    with transaction():
        index.remove([second])

    assert index.words("r") == [("ring", 1)]
    assert index.words("p") == [("pearl", 1)]


def test_two_writers_at_once_lose_nothing(app: Flask, shelf: Shelf) -> None:
    together = Barrier(2)
    shared = new_id()

    def write(name: str) -> None:
        with app.app_context():
            together.wait()
            for number in range(10):
                with transaction():
                    shelf.index.put([document(new_id(), f"{name} jhumka {number}"), document(shared, f"{name} nath")])

    writers = [Thread(target=write, args=(name,)) for name in ("Rani", "Chandni")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert (shelf.index.find("rani jhumka").total, shelf.index.find("chandni jhumka").total) == (10, 10)
    assert shelf.index.find("nath").ids == [shared]
    assert shelf.index.words("jh") == [("jhumka", 20)]


def test_hits_tell_which_of_them_fit_equally_well(shelf: Shelf) -> None:
    shelf.put("Ruby Ring")
    shelf.put("Ruby Bangle")
    shelf.put("Meher Bangle", details="ruby")
    shelf.put("Rubyesque Chain")

    hits = shelf.index.find("ruby")

    assert [shelf.names[key] for key in hits.ids] == ["Ruby Bangle", "Ruby Ring", "Rubyesque Chain", "Meher Bangle"]
    assert hits.equals == [2, 1, 1]
    assert shelf.index.find("ruby", limit=1).equals == [1]
