"""The queue of the worker: nothing is lost, nothing is done by two at once, and what cannot be done is kept for staff to see."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event, select, text, update

from storefront.core import outbox
from storefront.core.clock import later, now
from storefront.core.db import db, session, transaction
from storefront.core.outbox import ATTEMPTS, HANDLERS, Hopeless, Job, LeaseLost, enqueue, forget_done, renew, revive, work
from tests.core import labourer


def enter(topic: str = "task", /, dedupe: str | None = None, delay: timedelta = timedelta(), **payload: Any) -> None:
    with transaction():
        enqueue(topic, payload, dedupe=dedupe, delay=delay)


def only_job() -> Job:
    return session().execute(select(Job).execution_options(populate_existing=True)).scalar_one()


def change_only_job(**values: Any) -> None:
    with transaction() as current:
        current.execute(update(Job).values(**values))


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the handler of "task" was given, in order."""
    payloads: list[dict[str, Any]] = []
    monkeypatch.setitem(HANDLERS, "task", payloads.append)
    return payloads


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_payload: dict[str, Any]) -> None:
        raise ConnectionError("the mail server is away")

    monkeypatch.setitem(HANDLERS, "task", fail)


@pytest.fixture
def handled_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """What the handler of "task" does."""
    return lambda deed: monkeypatch.setitem(HANDLERS, "task", lambda _payload: deed())


def test_a_job_is_carried_out_once(app: Flask, done: list[dict[str, Any]]) -> None:
    enter(piece="ring")

    tried = [work(), work()]

    assert tried == [1, 0]
    assert done == [{"piece": "ring"}]


def test_one_job_at_a_time_is_leased_whatever_the_plan(postgresql_app: Flask, done: list[dict[str, Any]]) -> None:
    enter(piece="ring")
    with transaction() as current:
        current.execute(text("ANALYZE outbox"))  # one row, it believes: then a loop over the table looks cheap
    enter(piece="bangle")
    enter(piece="chain")

    @event.listens_for(db.engine, "begin")
    def plan_nested_loops(connection: Connection) -> None:
        for way in ("hashjoin", "mergejoin", "hashagg", "material"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")

    try:
        work()
    finally:
        event.remove(db.engine, "begin", plan_nested_loops)

    assert sorted(payload["piece"] for payload in done) == ["bangle", "chain", "ring"]


def test_what_is_done_keeps_no_addresses_and_links(app: Flask, done: list[dict[str, Any]]) -> None:
    enter(link="https://shop/reset/secret")

    work()

    assert only_job().state == "done"
    assert only_job().payload == {}


def test_a_key_is_taken_once_even_after_its_job_is_done(app: Flask, done: list[dict[str, Any]]) -> None:
    enter(dedupe="welcome:1", time=1)
    enter(dedupe="welcome:1", time=2)
    work()
    enter(dedupe="welcome:1", time=3)
    work()

    assert done == [{"time": 1}]


def test_a_job_with_a_delay_waits_for_it(app: Flask, done: list[dict[str, Any]]) -> None:
    enter(delay=timedelta(minutes=5))

    early = work()
    with later(minutes=6):
        late = work()

    assert (early, late) == (0, 1)


def test_jobs_come_in_the_order_in_which_they_are_due(app: Flask, done: list[dict[str, Any]]) -> None:
    enter(delay=timedelta(minutes=2), place="second")
    enter(delay=timedelta(minutes=1), place="first")

    with later(minutes=3):
        work()

    assert [job["place"] for job in done] == ["first", "second"]


def test_a_patient_topic_waits_while_anything_else_is_due(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    monkeypatch.setitem(HANDLERS, "sizes", lambda _: order.append("sizes"))
    monkeypatch.setitem(HANDLERS, "letter", lambda _: order.append("letter"))
    monkeypatch.setattr(outbox, "_patient", {"sizes"})
    for topic in ("sizes", "sizes", "letter"):
        enter(topic)

    work()

    assert order == ["letter", "sizes", "sizes"]


def test_a_failure_is_kept_and_tried_again_later(app: Flask, failing: None) -> None:
    enter()

    tried_at_once = [work(), work()]
    with later(seconds=10):
        tried_later = work()

    assert tried_at_once == [1, 0]
    assert tried_later == 1
    assert "the mail server is away" in str(only_job().error)


def test_a_job_is_given_up_after_eight_attempts_over_two_hours(app: Flask, failing: None) -> None:
    enter()
    began = now()

    for _ in range(ATTEMPTS):
        assert only_job().state == "ready"
        with later(seconds=(only_job().run_at - now()).total_seconds() + 1):
            work()
            last = now()

    assert only_job().state == "dead"
    assert last - began > timedelta(hours=2)
    assert [job.topic for job in outbox.dead()] == ["task"]


def test_a_job_that_trying_again_would_not_help_is_given_up_at_once(app: Flask, handled_by: Any) -> None:
    def refuse() -> None:
        raise Hopeless("There is no such picture.")

    handled_by(refuse)
    enter()

    work()

    assert (only_job().state, only_job().attempts) == ("dead", 1)
    assert "There is no such picture." in outbox.dead()[0].error


def test_a_dead_job_that_is_revived_starts_over(app: Flask, done: list[dict[str, Any]]) -> None:
    enter(piece="ring")
    change_only_job(state="dead", attempts=ATTEMPTS, error="gone")

    revive(only_job().id)
    work()

    assert done == [{"piece": "ring"}]
    assert only_job().state == "done"
    assert only_job().error is None


def test_a_topic_that_nobody_handles_is_a_failure_not_a_crash(app: Flask) -> None:
    enter("unheard of")

    assert work() == 1
    assert "unheard of" in str(only_job().error)


def test_a_job_that_kills_whoever_takes_it_up_is_given_up_too(app: Flask, done: list[dict[str, Any]]) -> None:
    enter()
    change_only_job(attempts=ATTEMPTS, lease_by="dead", lease_until=now() - timedelta(seconds=1))

    work()

    assert done == []
    assert only_job().state == "dead"
    assert "Deadly" in str(only_job().error)


def test_a_handler_that_fails_leaves_nothing_half_written(app: Flask, handled_by: Any) -> None:
    def half() -> None:
        with transaction():
            enqueue("other", {})
            raise ConnectionError

    handled_by(half)
    enter()

    work(limit=1)

    assert only_job().topic == "task"


def test_a_job_in_hand_is_nobody_elses_for_a_minute(app: Flask, handled_by: Any) -> None:
    tried_by_another: list[int] = []

    def look() -> None:
        with later(seconds=59):
            tried_by_another.append(work(worker="another"))

    handled_by(look)
    enter()

    work(worker="one")

    assert tried_by_another == [0]


def test_whoever_was_too_slow_does_not_overrule_the_one_who_took_over(app: Flask, handled_by: Any) -> None:
    calls: list[str] = []

    def slow_then_failing() -> None:
        calls.append("call")
        if len(calls) == 1:
            with later(seconds=61):
                work(worker="another")
            raise ConnectionError("too late")

    handled_by(slow_then_failing)
    enter()

    work(worker="one", limit=1)

    assert len(calls) == 2
    assert only_job().state == "done"


def test_a_long_job_that_renews_keeps_its_lease(app: Flask, handled_by: Any) -> None:
    tried_by_another: list[int] = []

    def long() -> None:
        with later(seconds=50):
            renew()
        with later(seconds=100):
            tried_by_another.append(work(worker="another"))

    handled_by(long)
    enter()

    work(worker="one")

    assert tried_by_another == [0]


def test_a_job_that_renews_too_late_is_told_so(app: Flask, handled_by: Any) -> None:
    outcome: list[str] = []

    def late() -> None:
        if outcome:
            return
        outcome.append("taken over")
        with later(seconds=61):
            work(worker="another")
        try:
            renew()
        except LeaseLost:
            outcome.append("told")

    handled_by(late)
    enter()

    work(worker="one", limit=1)

    assert outcome == ["taken over", "told"]


def test_renewing_inside_a_transaction_is_refused_because_it_would_not_be_seen(app: Flask) -> None:
    with transaction(), pytest.raises(AssertionError, match="leave the transaction"):
        renew()


def test_a_handler_called_by_itself_may_renew(app: Flask) -> None:
    renew()

    assert session().execute(select(Job)).first() is None


def test_done_jobs_are_forgotten_after_two_weeks_and_others_never(app: Flask, done: list[dict[str, Any]]) -> None:
    enter(age="old")
    work()
    with later(days=13):
        enter(age="new")
        work()
    enter("unheard of", delay=timedelta(days=99))

    with later(days=15):
        forget_done()

    topics = session().execute(select(Job.topic, Job.state).order_by(Job.id)).all()
    assert [tuple(row) for row in topics] == [("task", "done"), ("unheard of", "ready")]


def test_two_processes_share_the_work_and_no_job_is_done_twice(app: Flask, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    with transaction():
        for number in range(40):
            enqueue("labour", {"job": number})
    url = db.engine.url.render_as_string(hide_password=False)

    labourers = [labourer.start(url, journal, 0.005) for _ in range(2)]
    codes = [one.wait(60) for one in labourers]

    assert codes == [0, 0]
    ended = re.findall(r"ends (\d+) (\d+)", journal.read_text())
    assert sorted(int(job) for job, _ in ended) == list(range(40))
    assert set(session().scalars(select(Job.state))) == {"done"}


def test_a_job_whose_worker_was_killed_is_done_by_another_when_its_lease_has_run_out(
    app: Flask, tmp_path: Path, monkeypatch: Any
) -> None:
    journal = tmp_path / "journal"
    enter("labour", job=1)
    killed = labourer.start(db.engine.url.render_as_string(hide_password=False), journal, 60)
    _wait_for(lambda: journal.exists() and "begins" in journal.read_text())
    killed.kill()
    killed.wait()
    done: list[dict[str, Any]] = []
    monkeypatch.setitem(HANDLERS, "labour", done.append)

    at_once = work()
    with later(seconds=61):
        afterwards = work()

    assert (at_once, afterwards) == (0, 1)
    assert done == [{"job": 1}]


def _wait_for(condition: Callable[[], bool]) -> None:
    last = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < last, "it did not happen within half a minute"
        time.sleep(0.02)
