"""How a migration is carried out on SQLite, where a table that changes is copied and the old one dropped: nothing is lost."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storefront.core.db import db
from tests.conftest import dispose, make_app

ROOT = Path(__file__).resolve().parents[2]
SECOND = """
from alembic import op
import sqlalchemy as sa

revision, down_revision = "second", "first"

def upgrade():
{body}
"""
FIRST = """
from alembic import op

revision, down_revision = "first", None

def upgrade():
    op.execute("create table people (id integer primary key, name text)")
    op.execute("create table letters (id integer primary key, person_id integer references people (id) on delete cascade)")
    op.execute("insert into people values (1, 'Asha')")
    op.execute("insert into letters values (1, 1)")
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Flask]:
    """A shop over a new SQLite file, its context pushed."""
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/own.sqlite3")
    with app.app_context():
        yield app
    dispose(app)


@pytest.fixture
def migrate(shop: Flask, tmp_path: Path) -> Callable[[str], None]:
    """Carries out the first migration above and a second one with this body."""
    folder = tmp_path / "migrations"
    shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("versions", "__pycache__"))
    (folder / "versions").mkdir()
    (folder / "versions" / "first.py").write_text(FIRST)

    def carry_out(body: str) -> None:
        upgrade(directory=folder, revision="first")
        (folder / "versions" / "second.py").write_text(SECOND.format(body=body))
        upgrade(directory=folder)

    return carry_out


def rows(table: str) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text(f"select count(*) from {table}")).scalar_one())


def test_a_table_that_is_copied_keeps_what_refers_to_it(migrate: Callable[[str], None]) -> None:
    migrate("""
    with op.batch_alter_table("people", recreate="always") as batch:
        batch.add_column(sa.Column("city", sa.Text()))
""")

    assert (rows("people"), rows("letters")) == (1, 1)
    with db.engine.connect() as connection:
        assert connection.execute(text("pragma foreign_keys")).scalar() == 1


def test_a_migration_that_leaves_a_reference_to_nothing_is_refused(migrate: Callable[[str], None]) -> None:
    with pytest.raises(SystemExit):
        migrate('    op.execute("delete from people")')

    assert (rows("people"), rows("letters")) == (1, 1)


def test_a_migration_that_fails_half_way_changes_nothing(migrate: Callable[[str], None]) -> None:
    with pytest.raises(OperationalError):
        migrate("""
    op.execute("insert into letters values (2, 1)")
    op.execute("create table visits (id integer primary key)")
    op.execute("this is no statement")
""")

    assert rows("letters") == 1
    with pytest.raises(OperationalError, match="no such table"):
        rows("visits")
