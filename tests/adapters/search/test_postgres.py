"""What holds on PostgreSQL alone: writers that do not wait for each other."""

from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import text

from storefront.adapters.search import postgres
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from tests.adapters.search.shelf import Shelf, document

MANY = [f"kara{one}{two}" for one in "abcdef" for two in "klmnop"]
NAMES = ["ring", "rings", "ringlet", "ring2", "ringx9", "rin", "9ring", "kn1234", "knot", "r2", *MANY]


@pytest.fixture
def engine_name() -> str:
    return "postgresql"


def rows() -> int:
    return int(session().scalar(text("SELECT count(*) FROM product_search_words")))


def test_products_with_the_same_words_are_written_at_the_same_time(app: Flask, shelf: Shelf) -> None:
    def write() -> None:
        with app.app_context(), transaction():
            shelf.index.put([document(new_id(), "Rani Jhumka")])

    other = Thread(target=write, daemon=True)
    with transaction():
        shelf.index.put([document(new_id(), "Rani Jhumka")])
        other.start()
        other.join(20)
        assert not other.is_alive()

    assert shelf.index.words("r") == [("rani", 2)]


def test_the_counts_of_a_word_are_merged_now_and_then(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        shelf.put("Rani Jhumka")
    gone = shelf.put("Nath")
    assert rows() == 7

    monkeypatch.setattr(postgres, "_ROWS_BETWEEN_MERGES", 1)
    with transaction():
        shelf.index.remove([gone])

    assert rows() == 2
    assert shelf.index.words("j") == [("jhumka", 3)]


def test_counts_that_another_transaction_is_merging_are_left_to_it(
    app: Flask, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_ROWS_BETWEEN_MERGES", 1)
    shelf.put("Rani Jhumka")

    def write() -> None:
        with app.app_context(), transaction():
            shelf.index.put([document(new_id(), "Rani Jhumka")])

    other = Thread(target=write, daemon=True)
    with transaction():
        shelf.index.put([document(new_id(), "Rani Jhumka")])
        other.start()
        other.join(20)
        assert not other.is_alive()

    assert shelf.index.words("j") == [("jhumka", 3)]


@pytest.mark.parametrize("typed", ["ring", "rin", "ringx", "kn", "kno", "kn1", "ring2", "r", "kara", "karab", "9ri"])
def test_whatever_begins_as_it_was_typed_is_found_be_there_digits_or_many(shelf: Shelf, typed: str) -> None:
    with transaction():
        keys = {new_id(): name for name in NAMES}
        shelf.index.put([document(key, name) for key, name in keys.items()])

    found = {keys[key] for key in shelf.index.find(typed).ids}

    assert found == {name for name in NAMES if name.startswith(typed)}
