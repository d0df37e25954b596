"""What holds on SQLite alone: the index and the texts beside it agree."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from storefront.adapters.search.schema import ddl, is_index_table
from storefront.core.db import session, transaction
from tests.adapters.search.shelf import Shelf, document


@pytest.fixture
def engine_name() -> str:
    return "sqlite"


def check() -> None:
    """FTS5's own comparison of the index with its texts; raises when they differ."""
    with transaction() as current:
        current.execute(text("INSERT INTO product_search (product_search, rank) VALUES ('integrity-check', 1)"))


def test_the_index_agrees_with_its_texts_after_all_kinds_of_changes(shelf: Shelf) -> None:
    first, second = shelf.put("Ruby Ring"), shelf.put("Pearl Pin")

    with transaction():
        shelf.index.put([document(first, "Opal Ring"), document(second, "Onyx Pin"), document(first, "Jade Ring")])
        shelf.index.remove([second, second])

    check()


def test_a_text_that_the_index_was_not_told_of_is_noticed(shelf: Shelf) -> None:
    shelf.put("Ruby Ring")
    with transaction() as current:
        current.execute(text("UPDATE product_search_texts SET name = ' pearl ring '"))

    with pytest.raises(DatabaseError, match="malformed"):
        check()


def test_all_tables_of_the_index_are_told_by_their_names(shelf: Shelf) -> None:
    names = list(session().scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'product_search%'")))

    assert len(names) > 3
    assert all(is_index_table(name) for name in names)


def test_what_is_there_already_is_left_alone(shelf: Shelf) -> None:
    shelf.put("Ruby Ring")

    with transaction() as current:
        for statement in ddl("sqlite"):
            current.execute(text(statement))

    assert shelf.found("ruby") == ["Ruby Ring"]
