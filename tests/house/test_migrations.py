"""The migrations make what the models say, on both engines."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask

from storefront.adapters.search.schema import is_index_table
from storefront.core.db import Model, db


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_migrated_tables_are_those_of_the_models(app: Flask) -> None:
    def is_ours(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        return not (kind == "table" and name is not None and is_index_table(name))

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_ours})
        differences = compare_metadata(context, Model.metadata)

    # An index over an expression cannot be compared on SQLite; that it holds is tested by registering twice.
    assert [one for one in differences if "uq_users_username_folded" not in str(one)] == []
