"""What goes with a product, options of wishes, and prices of a bag's lines"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_beside",
        sa.Column("product_id", sa.String(length=24), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["products.id"], name=op.f("fk_product_beside_other_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_beside_product_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("product_id", "place", name=op.f("pk_product_beside")),
    )
    with op.batch_alter_table("product_beside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_beside_other_id"), ["other_id"], unique=False)
    kept = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    op.add_column("wishes", sa.Column("options", kept, nullable=False, server_default="{}"))
    # The lines that are there say nothing of a price: nobody knows what they cost when they were put in.
    op.add_column("cart_lines", sa.Column("price", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("cart_lines", "price")
    op.drop_column("wishes", "options")
    with op.batch_alter_table("product_beside", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_beside_other_id"))

    op.drop_table("product_beside")
