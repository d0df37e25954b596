"""A use case is a transaction."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from storefront.core.db import after_commit, session, transaction
from storefront.core.outbox import Job, enqueue


def jobs() -> list[str]:
    return list(session().scalars(select(Job.topic).order_by(Job.topic)))


def test_what_happens_inside_a_transaction_is_there_afterwards(app: Flask) -> None:
    with transaction():
        enqueue("a", {})

    assert jobs() == ["a"]


def test_an_error_takes_everything_back(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        enqueue("a", {})
        raise ZeroDivisionError

    assert jobs() == []


def test_an_inner_transaction_joins_the_outer_one(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction():
            enqueue("inner", {})
        raise ZeroDivisionError

    assert jobs() == []


def test_a_write_outside_a_transaction_is_refused(app: Flask) -> None:
    session().add(Job(topic="stray", payload={}))

    with pytest.raises(AssertionError, match="outside"):
        session().flush()


def test_a_statement_that_writes_outside_a_transaction_is_refused(app: Flask) -> None:
    with pytest.raises(AssertionError, match="outside"):
        enqueue("stray", {})


def test_work_after_the_commit_sees_the_commit_and_is_dropped_with_it(app: Flask) -> None:
    seen: list[list[str]] = []

    with transaction():
        enqueue("kept", {})
        after_commit(lambda: seen.append(jobs()))
    with pytest.raises(ZeroDivisionError), transaction():
        after_commit(lambda: seen.append(["never"]))
        raise ZeroDivisionError

    assert seen == [["kept"]]


def test_after_a_read_a_transaction_sees_what_others_have_written_since(app: Flask) -> None:
    assert jobs() == []

    with transaction() as current:
        current.execute(text("insert into timetable (name) values ('x')"))

    assert session().execute(text("select name from timetable")).scalars().all() == ["x"]


def test_what_the_database_refuses_is_told_without_the_values(app: Flask) -> None:
    with pytest.raises(DBAPIError) as refused:
        session().execute(text("select no_such_function(:word)"), {"word": "a violet kite"})

    assert "a violet kite" not in str(refused.value)
