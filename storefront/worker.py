"""Carries out what waits: the jobs of the outbox as they come, the tasks of the timetable as they fall due.

`python -m storefront.worker`. Any number of workers may run, on as many machines. One that is asked to stop finishes the job in
hand; one that is killed leaves it to the others, who take it up when its lease has run out.
"""

from collections.abc import Callable

import structlog

from config import Config
from storefront.app import create_app
from storefront.core import outbox, timetable
from storefront.core.db import db, let_go, session
from storefront.core.processes import Stop, when_starter_is_gone
from storefront.core.sqlite import carry_over

EAGER, IDLE, AFTER_TROUBLE = 0.5, 2.0, 5.0
"""Seconds between two looks: after something to do, after nothing for a while, and while the database is away."""

log = structlog.get_logger("shop.worker")


def main() -> None:
    stop = Stop()
    stop.listen()
    when_starter_is_gone(stop.ask)
    app = create_app(Config.from_env())
    with app.app_context():
        run(stop)


def run(stop: Stop) -> None:
    """Works until asked to stop."""
    log.info("worker began", topics=len(outbox.HANDLERS), tasks=len(timetable.TASKS))
    pause = EAGER
    while not stop.wait(pause):
        try:
            busy = turn(stop)
            session().remove()
            pause = EAGER if busy else min(IDLE, pause * 1.25)
        except Exception:  # a database that is away comes back; the worker must still be there then
            log.exception("worker in trouble", again_in=AFTER_TROUBLE)
            let_go()
            pause = AFTER_TROUBLE
    log.info("worker ended")


def turn(stop: Stop) -> bool:
    """What is due now, tasks first; whether there was anything."""
    busy = False
    carry_over(db.engine)
    for name, task in timetable.due():
        busy = True
        _carry_out(name, task)
        if stop.asked:
            return busy
    while not stop.asked and outbox.work(limit=1):
        busy = True
        session().remove()
    return busy


@timetable.every("heartbeat", seconds=30)
def heartbeat() -> None:
    """Nothing but its turn, by which /readyz sees that a worker is there."""


@timetable.every("forget", seconds=24 * 3600)
def forget() -> None:
    outbox.forget_done()


def _carry_out(name: str, task: Callable[[], object]) -> None:
    try:
        task()
    except Exception:  # one task that fails must not keep the others from their turn
        log.exception("task failed", task=name)
    finally:
        let_go()


if __name__ == "__main__":
    main()
