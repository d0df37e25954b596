"""By which rules the catalog's counts were made"""

import sqlalchemy as sa
from alembic import op

revision = "front"
down_revision = "prices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Ratings are counted from now on, and a category counts what stands under it: the shop counts anew when it starts.
    op.add_column("catalog_state", sa.Column("counted_by", sa.BigInteger(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("catalog_state", "counted_by")
