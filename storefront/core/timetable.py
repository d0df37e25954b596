"""What is done again and again. However many workers there are, each turn is one worker's."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Model, session, transaction, upsert

Task = Callable[[], object]
TASKS: dict[str, tuple[timedelta, Task]] = {}


class Turn(Model):
    """When a task was last begun."""

    __tablename__ = "timetable"

    name: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime | None]


def every(name: str, *, seconds: int) -> Callable[[Task], Task]:
    """`@every("sweep", seconds=60)`: this function is called about so often."""

    def register(task: Task) -> Task:
        TASKS[name] = (timedelta(seconds=seconds), task)
        return task

    return register


def due() -> Iterator[tuple[str, Task]]:
    """Name and function of each task whose turn has come.

    A turn is taken as it is handed out: whoever stops asking leaves the rest to another worker.
    """
    begun = {row.name: row.begun_at for row in session().execute(select(Turn.name, Turn.begun_at))}
    session().rollback()
    for name, (interval, task) in TASKS.items():
        last = begun.get(name)
        # Most looks find nothing due: they must not each take the database's write lock.
        if (last is None or last <= now() - interval) and _take(name, interval):
            yield name, task


def _take(name: str, interval: timedelta) -> bool:
    moment = now()
    with transaction() as current:
        current.execute(upsert(Turn).values(name=name).on_conflict_do_nothing())
        mine = update(Turn).where(Turn.name == name, or_(Turn.begun_at.is_(None), Turn.begun_at <= moment - interval))
        taken = current.execute(mine.values(begun_at=moment).execution_options(synchronize_session=False))
        return bool(taken.rowcount)  # type: ignore[attr-defined]  # the Result of an UPDATE is a CursorResult


def is_kept() -> bool:
    """Whether any worker has begun anything in the last two minutes."""
    last = session().execute(select(func.max(Turn.begun_at))).scalar()
    return last is not None and last > now() - timedelta(minutes=2)
