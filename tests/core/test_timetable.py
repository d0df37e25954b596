"""What is done again and again: each turn by one worker, whoever comes first."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from storefront.core import timetable
from storefront.core.clock import later
from storefront.core.timetable import due, every, is_kept


@pytest.fixture(autouse=True)
def no_other_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetable, "TASKS", {})


def names() -> list[str]:
    return [name for name, _ in due()]


def test_a_task_is_due_at_once_and_then_after_its_interval(app: Flask) -> None:
    every("sweep", seconds=60)(list)

    turns = [names(), names()]
    with later(seconds=59):
        turns.append(names())
    with later(seconds=61):
        turns.append(names())

    assert turns == [["sweep"], [], [], ["sweep"]]


def take_turns() -> list[str]:
    timetable.TASKS.clear()
    every("sweep", seconds=60)(list)
    return names()


def test_of_many_workers_one_takes_the_turn(app: Flask, at_once: Any) -> None:
    taken = at_once(take_turns, [()] * 4)

    assert sorted(taken) == [[], [], [], ["sweep"]]


def test_whoever_stops_asking_leaves_the_other_turns_to_others(app: Flask) -> None:
    every("first", seconds=60)(list)
    every("second", seconds=60)(list)

    next(due())

    assert names() == ["second"]


def test_a_look_that_finds_nothing_due_does_not_write(app: Flask, statements: Any) -> None:
    every("sweep", seconds=60)(list)
    every("forget", seconds=3600)(list)
    names()

    with statements(at_most=1):
        assert names() == []


def test_the_shop_knows_whether_a_worker_is_there(app: Flask) -> None:
    every("heartbeat", seconds=30)(list)

    before = is_kept()
    names()
    after = is_kept()
    with later(seconds=timedelta(minutes=3).total_seconds()):
        long_after = is_kept()

    assert (before, after, long_after) == (False, True, False)
