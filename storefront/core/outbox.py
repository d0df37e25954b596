"""What is to be done after a commit, as rows written inside it: the queue of the worker.

A job is carried out at least once: a worker leases it, and whoever finds the lease run out takes it over. Handlers are
idempotent, or guard what must happen once by a unique key of their own.
"""

import os
import random
import socket
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import CheckConstraint, Index, Text, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, assert_no_transaction, dialect, session, transaction, upsert
from storefront.core.ids import new_id

ATTEMPTS = 8
"""With the waits between them a server that is away for two hours loses no mail."""
LEASE = timedelta(seconds=60)
LONGEST_WAIT = 3600

log = structlog.get_logger("shop.outbox")

Handler = Callable[[dict[str, Any]], None]


class Job(Model):
    """One thing to do: ready, done, or dead after too many attempts (staff see the dead ones and may revive them)."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("state in ('ready', 'done', 'dead')", name="state"),
        Index("ix_outbox_ready", "state", "run_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    dedupe: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="ready")
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(default=now)
    lease_until: Mapped[datetime | None]
    lease_by: Mapped[str | None]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Leased:
    """A job that is this worker's for a while."""

    id: str
    topic: str
    payload: dict[str, Any]
    attempts: int


class LeaseLost(Exception):
    """The job took longer than its lease, and another worker has taken it over."""


class Hopeless(Exception):
    """Raised by a handler: trying again would not help. Staff see the job among the dead ones, with what this says."""


class Deadly(Exception):
    """Each worker that took this job up died over it, as many as there are attempts."""


HANDLERS: dict[str, Handler] = {}
_patient: set[str] = set()
_in_hand: ContextVar[tuple[str, str] | None] = ContextVar("in_hand", default=None)


def handles(topic: str, *, patient: bool = False) -> Callable[[Handler], Handler]:
    """`@handles("mail")`: this function carries out the jobs of that topic.

    A patient topic waits while anything else is due: a thousand pictures must not hold up a letter.
    """

    def register(handler: Handler) -> Handler:
        HANDLERS[topic] = handler
        if patient:
            _patient.add(topic)
        return handler

    return register


def enqueue(topic: str, payload: dict[str, Any], *, dedupe: str | None = None, delay: timedelta = timedelta()) -> None:
    """To be carried out after the commit of the transaction that this stands in. The same `dedupe` key is taken once, ever."""
    moment = now()
    row = {"id": new_id(), "topic": topic, "payload": payload, "dedupe": dedupe, "run_at": moment + delay, "created_at": moment}
    if dedupe is None:
        session().execute(insert(Job).values(row))
        return
    session().execute(upsert(Job).values(row).on_conflict_do_nothing(index_elements=["dedupe"]))


def work(limit: int = 10, worker: str | None = None) -> int:
    """Leases and carries out what is due, at most so many; returns how many were tried. Errors are kept with the job."""
    worker = worker or f"{socket.gethostname()}:{os.getpid()}"
    tried = 0
    # One at a time: a batch leased at once would let the last ones wait behind a slow first one until their lease ran out.
    while tried < limit and (job := _lease(worker)):
        _carry_out(job, worker)
        tried += 1
    return tried


def _lease(worker: str) -> Leased | None:
    moment = now()
    due = (
        select(Job.id)
        .where(Job.state == "ready", Job.run_at <= moment, (Job.lease_until.is_(None)) | (Job.lease_until < moment))
        .order_by(Job.topic.in_(sorted(_patient)), Job.run_at)
        .limit(1)
    )
    if session().execute(due).first() is None:
        session().rollback()
        return None
    with transaction() as current:
        if dialect() == "postgresql":
            due = due.with_for_update(skip_locked=True)
        claim = (
            update(Job)
            .where(Job.id == due.scalar_subquery())  # not IN: PostgreSQL may ask that anew for every row, and lease several
            .values(lease_until=moment + LEASE, lease_by=worker, attempts=Job.attempts + 1)
            .returning(Job.id, Job.topic, Job.payload, Job.attempts)
            .execution_options(synchronize_session=False)
        )
        row = current.execute(claim).first()
    return Leased(*row) if row else None


def renew() -> None:
    """The job in hand stays this worker's for another minute: for handlers that may take longer, between their steps.

    Not inside a transaction. Raises LeaseLost when it is another worker's by now; does nothing outside a job.
    """
    assert_no_transaction()
    if mine := _in_hand.get():
        job_id, worker = mine
        with transaction() as current:
            still = update(Job).where(Job.id == job_id, Job.lease_by == worker).values(lease_until=now() + LEASE)
            if current.execute(still.returning(Job.id).execution_options(synchronize_session=False)).first() is None:
                raise LeaseLost(job_id)


def _carry_out(job: Leased, worker: str) -> None:
    began = time.perf_counter()
    token = _in_hand.set((job.id, worker))
    try:
        _handle(job)
        # Addresses and links in the payload are nobody's business any more.
        outcome: dict[str, Any] = {"state": "done", "error": None, "done_at": now(), "payload": {}}
        log.info("job done", topic=job.topic, job=job.id, ms=round((time.perf_counter() - began) * 1000))
    except Exception as error:  # whatever a handler raises must not end the worker; it is kept for staff to read
        session().rollback()
        outcome = _failed(job, error)
        log.warning("job failed", topic=job.topic, job=job.id, attempt=job.attempts, state=outcome["state"], error=repr(error))
    finally:
        _in_hand.reset(token)
    with transaction() as current:
        mine = update(Job).where(Job.id == job.id, Job.lease_by == worker)
        current.execute(mine.values(**outcome).execution_options(synchronize_session=False))


def _handle(job: Leased) -> None:
    if job.attempts > ATTEMPTS:
        raise Deadly(job.topic)
    HANDLERS[job.topic](job.payload)


def _failed(job: Leased, error: Exception) -> dict[str, Any]:
    wait = timedelta(seconds=min(LONGEST_WAIT, 5**job.attempts) * random.uniform(0.8, 1.2))
    state = "dead" if job.attempts >= ATTEMPTS or isinstance(error, Hopeless) else "ready"
    return {"state": state, "error": traceback.format_exc()[-4000:], "run_at": now() + wait, "lease_until": None}


def dead(limit: int = 100) -> list[Any]:
    """Jobs that were given up, the newest first: rows of id, topic, payload, error, created_at."""
    columns = (Job.id, Job.topic, Job.payload, Job.error, Job.created_at)
    return list(session().execute(select(*columns).where(Job.state == "dead").order_by(Job.id.desc()).limit(limit)))


def revive(job_id: str) -> None:
    """A dead job is tried again from the beginning."""
    with transaction() as current:
        again = {"state": "ready", "attempts": 0, "run_at": now(), "lease_until": None}
        current.execute(update(Job).where(Job.id == job_id, Job.state == "dead").values(**again))


def forget_done(older_than: timedelta = timedelta(days=14)) -> None:
    """Done jobs go after two weeks. Their dedupe keys go with them, which is long after any repeat."""
    with transaction() as current:
        current.execute(delete(Job).where(Job.state == "done", Job.done_at < now() - older_than))
