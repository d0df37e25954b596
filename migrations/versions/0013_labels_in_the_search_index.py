"""Find, narrow and count by labels in the search index"""

import sqlalchemy as sa
from alembic import op

from storefront.adapters.search.schema import ddl

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# The words are counted in a table of their own, which stays as it is and is emptied with the index.
_TABLES = {"sqlite": ("product_search", "product_search_texts"), "postgresql": ("product_search",)}


def upgrade() -> None:
    # A new shop has it already: the first revision makes the index as it is today. Any other makes the index anew, and the shop
    # fills it when it counts anew at its next start.
    bind = op.get_bind()
    table = _TABLES[bind.dialect.name][-1]
    if "marks" not in {column["name"] for column in sa.inspect(bind).get_columns(table)}:
        for name in _TABLES[bind.dialect.name]:
            op.execute(f"drop table {name}")
        for statement in ddl(bind.dialect.name):
            op.execute(statement)


def downgrade() -> None:
    # The version of before fills its index when it counts anew at its next start.
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("product_search", "marks")
        return
    for name in _TABLES["sqlite"]:
        op.execute(f"drop table {name}")
    op.execute(
        "create table product_search_texts (number integer primary key, product_id varchar(24) not null unique,"
        " name text not null, kind text not null, details text not null, description text not null)"
    )
    op.execute(
        "create virtual table product_search using fts5(name, kind, details, description, content='product_search_texts',"
        " content_rowid='number', tokenize='ascii', detail=none, prefix='1 2 3 4 5 6 7 8 9 10 11 12')"
    )
