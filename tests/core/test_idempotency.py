"""A request is carried out once under its key, and given up for dead only when it must be."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from storefront.core import idempotency
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.idempotency import KEPT, LONGEST, Given, KeyReused, Repeatable, StillRunning
from storefront.core.timetable import TASKS

ME = "a" * 24
ANSWER = Given(200, b"{}")


def begin(key: str = "k", fingerprint: str = "f", who: str = ME) -> Any:
    return idempotency.begin(who, key, fingerprint)


def age(by: timedelta) -> None:
    with transaction() as current:
        current.execute(update(Repeatable).values(begun_at=now() - by))


def test_the_first_gets_a_turn_and_the_second_its_answer(app: Flask) -> None:
    turn = begin()
    assert isinstance(turn, str)

    idempotency.finish(ME, "k", turn, ANSWER)

    assert begin() == ANSWER
    assert isinstance(begin(who="b" * 24), str)
    assert isinstance(begin(key="another"), str)


def test_while_the_first_is_at_work_the_second_is_told_so(app: Flask) -> None:
    begin()

    with pytest.raises(StillRunning):
        begin()


def test_a_key_names_one_request_only(app: Flask) -> None:
    idempotency.finish(ME, "k", begin(), ANSWER)

    with pytest.raises(KeyReused):
        begin(fingerprint="another")


def test_what_came_to_nothing_may_be_tried_again(app: Flask) -> None:
    idempotency.forget(ME, "k", begin())

    assert isinstance(begin(fingerprint="another"), str)


def test_a_request_that_died_frees_its_key_and_its_late_answer_counts_for_nothing(app: Flask) -> None:
    dead = begin()
    age(LONGEST + timedelta(seconds=1))
    alive = begin()

    idempotency.finish(ME, "k", dead, Given(200, b"late"))
    idempotency.forget(ME, "k", dead)

    with pytest.raises(StillRunning):
        begin()
    idempotency.finish(ME, "k", alive, ANSWER)
    assert begin() == ANSWER


def test_after_a_day_a_key_is_forgotten(app: Flask) -> None:
    idempotency.finish(ME, "k", begin(), ANSWER)
    age(KEPT + timedelta(seconds=1))

    turn = begin(fingerprint="another")
    idempotency.finish(ME, "k", turn, ANSWER)
    age(KEPT + timedelta(seconds=1))
    TASKS["forget old idempotency keys"][1]()

    assert session().scalar(select(func.count()).select_from(Repeatable)) == 0


def test_of_many_at_once_one_gets_the_turn(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    answers = at_once(_begin, [(key,) for key in ("one", "two") for _ in range(4)])

    for mine in (answers[:4], answers[4:]):
        assert sorted(mine) == ["StillRunning"] * 3 + ["a turn"]


def _begin(key: str) -> str:
    begin(key)
    return "a turn"
