"""The worker: does what is due, finishes what it has in hand, and is still there after trouble."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from storefront import domain, worker
from storefront.core import outbox, timetable
from storefront.core.clock import later
from storefront.core.db import session, transaction
from storefront.core.outbox import HANDLERS, Job, enqueue
from storefront.core.processes import Stop

SOURCE = Path(worker.__file__).parent


@pytest.fixture
def stop() -> Stop:
    return Stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EAGER", "IDLE", "AFTER_TROUBLE"):
        monkeypatch.setattr(worker, name, 0.001)


@pytest.fixture
def no_other_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetable, "TASKS", {})


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """What the handler of "task" does."""
    return lambda deed: monkeypatch.setitem(HANDLERS, "task", lambda _payload: deed())


def enter(times: int = 1) -> None:
    with transaction():
        for _ in range(times):
            enqueue("task", {})


def states() -> list[str]:
    return list(session().scalars(select(Job.state).order_by(Job.id)))


def test_everything_that_is_due_is_done_in_one_turn(app: Flask, stop: Stop, handle: Any, no_other_tasks: None) -> None:
    done: list[str] = []
    handle(lambda: done.append("job"))
    timetable.every("sweep", seconds=60)(lambda: done.append("task"))
    enter(3)

    turns = [worker.turn(stop), worker.turn(stop)]

    assert done == ["task", "job", "job", "job"]
    assert turns == [True, False]


def test_whoever_is_asked_to_stop_finishes_the_job_in_hand_and_leaves_the_rest(app: Flask, stop: Stop, handle: Any) -> None:
    handle(stop.ask)
    enter(3)

    worker.run(stop)

    assert states() == ["done", "ready", "ready"]


def test_whoever_is_asked_to_stop_leaves_the_other_tasks_their_turn(app: Flask, stop: Stop, no_other_tasks: None) -> None:
    timetable.every("first", seconds=60)(stop.ask)
    timetable.every("second", seconds=60)(list)

    worker.turn(stop)

    assert [name for name, _ in timetable.due()] == ["second"]


def test_a_task_that_fails_keeps_no_other_from_its_turn(app: Flask, stop: Stop, no_other_tasks: None) -> None:
    done: list[str] = []
    timetable.every("broken", seconds=60)(lambda: 1 / 0)
    timetable.every("sound", seconds=60)(lambda: done.append("sound"))

    worker.turn(stop)

    assert done == ["sound"]


def test_a_database_that_is_away_for_a_while_ends_no_worker(
    app: Flask, stop: Stop, handle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, tries = outbox.work, []

    def away_twice(limit: int) -> int:
        tries.append(limit)
        if len(tries) <= 2:
            raise OperationalError("select", {}, Exception("the server closed the connection"))
        return work(limit=limit)

    monkeypatch.setattr(outbox, "work", away_twice)
    handle(stop.ask)
    enter()

    worker.run(stop)

    assert len(tries) == 3
    assert states() == ["done"]


def test_a_worker_shows_that_it_is_there(app: Flask, stop: Stop) -> None:
    before = timetable.is_kept()

    worker.turn(stop)

    assert (before, timetable.is_kept()) == (False, True)


def test_what_is_long_done_is_forgotten_once_a_day(app: Flask, stop: Stop, handle: Any) -> None:
    handle(list)
    enter()
    worker.turn(stop)

    with later(days=15):
        worker.turn(stop)

    assert states() == []


def test_every_topic_that_is_entered_anywhere_has_a_handler() -> None:
    domain.know_all()

    entered = {topic for path in SOURCE.rglob("*.py") for topic in _literal_topics(path)}

    assert "mail" in entered
    assert entered - HANDLERS.keys() == set()


def _literal_topics(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    named = [call.args[0] for call in calls if getattr(call.func, "id", "") == "enqueue" and call.args]
    return {topic.value for topic in named if isinstance(topic, ast.Constant)}
