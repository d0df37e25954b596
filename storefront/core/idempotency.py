"""Requests that may be sent again: the first is carried out, whoever repeats it gets the first one's answer.

A client names its request by a key of its own. Keys belong to the person who sends them and are kept for a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Model, transaction, upsert
from storefront.core.errors import Conflict, Invalid
from storefront.core.ids import new_id
from storefront.core.timetable import every

KEPT = timedelta(hours=24)
LONGEST = timedelta(minutes=5)
"""A request that has not answered for so long died with its process; its key is free again."""
HEADER = "Idempotency-Key"


class Repeatable(Model):
    """A request under its key: running while it has no status."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of method, path and body."""
    turn: Mapped[str] = mapped_column(Id, default=new_id)
    """Whose try this is: one that was given up for dead must not overwrite the answer of its successor."""
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime] = mapped_column(default=now, index=True)


class KeyReused(Invalid):
    """The key names another request."""

    def __init__(self) -> None:
        super().__init__({HEADER: "This key was used for another request; take a new one."})


class StillRunning(Conflict):
    sentence = "The first request with this key is still at work. Ask again in a moment."


@dataclass(frozen=True)
class Given:
    """The answer that the first request got."""

    status: int
    body: bytes


def begin(user_id: str, key: str, fingerprint: str) -> str | Given:
    """Whoever comes first gets a turn, to be ended by `finish` or `forget`. Whoever repeats the request gets the first answer.

    KeyReused if the key names another request, StillRunning while the first has not answered.
    """
    turn, moment = new_id(), now()
    row = {"user_id": user_id, "key": key, "fingerprint": fingerprint, "turn": turn, "begun_at": moment}
    with transaction() as current:
        if current.execute(upsert(Repeatable).values(row).on_conflict_do_nothing().returning(Repeatable.turn)).first():
            return turn
        lapsed = or_(
            Repeatable.begun_at < moment - KEPT,
            Repeatable.status.is_(None) & (Repeatable.begun_at < moment - LONGEST),
        )
        again = update(Repeatable).where(*_is(user_id, key), lapsed).values({**row, "status": None, "body": None})
        if current.execute(again.returning(Repeatable.turn).execution_options(synchronize_session=False)).first():
            return turn
        columns = (Repeatable.fingerprint, Repeatable.status, Repeatable.body)
        kept = current.execute(select(*columns).where(*_is(user_id, key))).first()
    return _answer_of(kept, fingerprint)


def finish(user_id: str, key: str, turn: str, given: Given) -> None:
    """The answer to this turn, for all who repeat it."""
    with transaction() as current:
        mine = update(Repeatable).where(*_is(user_id, key), Repeatable.turn == turn)
        current.execute(mine.values(status=given.status, body=given.body).execution_options(synchronize_session=False))


def forget(user_id: str, key: str, turn: str) -> None:
    """This turn has no answer that should be repeated: the next request with its key counts as the first."""
    with transaction() as current:
        current.execute(delete(Repeatable).where(*_is(user_id, key), Repeatable.turn == turn))


@every("forget old idempotency keys", seconds=3600)
def prune() -> None:
    with transaction() as current:
        current.execute(delete(Repeatable).where(Repeatable.begun_at < now() - KEPT))


def _is(user_id: str, key: str) -> tuple[Any, Any]:
    return Repeatable.user_id == user_id, Repeatable.key == key


def _answer_of(kept: Any, fingerprint: str) -> Given:
    # It was there at the first statement and is gone at the last: its turn has just been forgotten.
    if kept is None:
        raise StillRunning
    if kept.fingerprint != fingerprint:
        raise KeyReused
    if kept.status is None:
        raise StillRunning
    return Given(kept.status, kept.body)
