"""One session a request or job, and one place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Executable, MetaData, Row, String, Table, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column, scoped_session
from sqlalchemy.types import TypeDecorator

from storefront.core import postgres
from storefront.core.clock import now
from storefront.core.sqlite import LOOK, WRITE, WRITE_SOON, turn

# Alembic's batch mode on SQLite can only drop what has a name.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Id = String(24)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware times in, aware UTC times out; SQLite, which knows no zones, stores them as UTC."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Model(DeclarativeBase):
    """The base of every table."""

    # None of ours is a join or a query, as SQLAlchemy would allow.
    __table__: ClassVar[Table]
    metadata = MetaData(naming_convention=_NAMES)
    # Paise outgrow 32 bits at ₹2.1 crore, which one order can cost.
    type_annotation_map: ClassVar = {datetime: UtcDateTime(), int: BigInteger()}


_BARE = {"sqlite": LOOK, "postgresql": {"isolation_level": "AUTOCOMMIT"}}
db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})


def session() -> "scoped_session[Any]":
    """The session of this request, job or test, for statements. To write, open `transaction()` first."""
    return db.session


def glance(statement: Executable, parameters: dict[str, Any] | None = None) -> "Row[Any] | None":
    """The first row, read at this moment, by a connection that goes back at once.

    For what every request asks before it may ask more: a third of what the session would take, which opens a transaction, and
    on PostgreSQL sends two messages more for it. Inside `transaction()` it would not see what is being written.
    """
    assert_no_transaction()
    with db.engine.connect().execution_options(**_BARE[dialect()]) as connection:
        return connection.execute(statement, parameters).first()


@contextmanager
def transaction(*, durable: bool = True) -> Iterator[Session]:
    """Everything inside happens or nothing does; then what was deferred by `after_commit` runs.

    Opened inside another one it joins it: only the outermost commits. It is on the disk when this ends; not `durable`, SQLite
    need not wait for the disk, and a power cut within the next moments may undo it (never in part): for what can be done again.
    """
    current: Session = db.session()
    if current.info.get("writing"):
        if durable and not current.info["durable"]:
            raise AssertionError("a durable transaction inside one that is not")
        yield current
        return
    # What was read before belongs to an older view of the database: end that, and load anew what is looked at again.
    current.rollback()
    current.expire_all()
    after: list[Callable[[], object]] = []
    with turn(db.engine):
        current.info.update(writing=True, durable=durable, after_commit=after)
        try:
            # SQLite: take the write lock now. A read that becomes a write later fails at once when another has written since.
            current.connection(execution_options=WRITE if durable else WRITE_SOON)
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            current.info["writing"] = False
    for job in after:
        job()


def after_commit(job: Callable[[], object]) -> None:
    """Run this when the outermost transaction has been committed; never if it was not."""
    info = db.session().info
    if not info.get("writing"):
        raise AssertionError("after_commit() outside transaction()")
    info["after_commit"].append(job)


def assert_no_transaction() -> None:
    """Adapters that go over the network ask this: a slow answer must not hold the database."""
    if db.session().info.get("writing"):
        raise AssertionError("leave the transaction before calling out")


def assert_transaction() -> None:
    """Writers in plain SQL ask this: the guards below know only statements that SQLAlchemy has built."""
    if not db.session().info.get("writing"):
        raise AssertionError("written outside transaction()")


def end_read() -> None:
    """Give the connection back before a wait (a call to the gateway): reading needs no more than its own time."""
    db.session.rollback()


def let_go(_trouble: object = None) -> None:
    """Ends whatever the session has begun, without raising: the connection may be the very thing that has failed."""
    try:
        db.session.remove()
    except DBAPIError:
        # The first try has found out that the connection is gone; what is left needs no connection.
        db.session.remove()


def dialect() -> str:
    """'sqlite' or 'postgresql'."""
    return db.engine.dialect.name


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(current: Session, _context: Any, _instances: Any) -> None:
    if not current.info.get("writing"):
        raise AssertionError("written outside transaction()")


@event.listens_for(Session, "do_orm_execute")
def _refuse_stray_statements(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not state.session.info.get("writing"):
        raise AssertionError("written outside transaction()")


def engine_options(url: str, pool_size: int) -> dict[str, Any]:
    """What Flask-SQLAlchemy passes to create_engine for this address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15, "check_same_thread": False}, "pool_size": pool_size, "max_overflow": 8}
    kept = {"pool_size": pool_size, "max_overflow": 4, "pool_timeout": 10, "pool_recycle": 1800}
    return {"connect_args": postgres.CONNECT, **kept}


class Stamped:
    """When a row was made and when it was last changed."""

    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
