"""Count the facets of a search where it ranks"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLES = {"sqlite": "product_search_texts", "postgresql": "product_search"}


def upgrade() -> None:
    # A new shop has the column already: the first revision makes the index as it is today. The shop fills the labels when it
    # counts anew at its next start.
    bind = op.get_bind()
    table = _TABLES[bind.dialect.name]
    if "labels" not in {column["name"] for column in sa.inspect(bind).get_columns(table)}:
        op.add_column(table, sa.Column("labels", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column(_TABLES[op.get_bind().dialect.name], "labels")
