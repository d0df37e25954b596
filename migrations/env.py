"""How Alembic reaches the shop's database: through the application, on SQLite and on PostgreSQL alike.

`flask migrate` and the commands of `flask db` run this.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Connection

from storefront.adapters.search.schema import is_index_table
from storefront.core.db import Model, UtcDateTime, db


def run() -> None:
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            include_name=_is_ours,
            render_item=_without_the_shop,
            transaction_per_migration=True,
            transactional_ddl=True,
            on_version_apply=_check_foreign_keys if is_sqlite else None,
            **_given(),
        )
        with _without_foreign_keys(connection) if is_sqlite else nullcontext(), context.begin_transaction():
            context.run_migrations()


def _given() -> dict[str, Any]:
    """What the application says: render_as_batch, and compare_type, which Flask-Migrate sets."""
    return {**current_app.extensions["migrate"].configure_args, "process_revision_directives": _no_empty_ones}


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """The index of the search is no model, and on SQLite brings half a dozen shadow tables with it."""
    return not (kind == "table" and name is not None and is_index_table(name))


def _without_the_shop(kind: str, thing: Any, autogen: Any) -> str | bool:
    """A migration describes a moment: it must not change its meaning with a class of today's code."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, JSON):
        if "postgresql" not in thing._variant_mapping:
            return "sa.JSON(none_as_null=True)"
        # Alembic's own rendering names a Text that it does not import.
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


def _no_empty_ones(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    # A batch change copies a table and drops the old one, and dropping it with foreign keys on deletes the rows that refer to it.
    # Inside a transaction this pragma does nothing, hence the bare connection.
    bare = connection.connection.dbapi_connection
    bare.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        bare.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(**_: Any) -> None:
    """Before each migration is committed, since nothing was checked on its way."""
    if broken := context.get_bind().exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(f"The migration leaves rows that refer to nothing: {broken[:5]}")


if context.is_offline_mode():
    raise RuntimeError("Migrations need a database: batch changes look at the tables that are there.")
run()
