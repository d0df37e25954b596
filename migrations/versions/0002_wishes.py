"""Wishlists, of accounts and of guests."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wishes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("product_id", sa.String(length=24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(user_id is null) <> (token_hash is null)", name=op.f("ck_wishes_owner")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_wishes_product_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_wishes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
    )
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wishes_product_id"), ["product_id"], unique=False)
        batch_op.create_index("uq_wishes_guest", ["token_hash", "product_id"], unique=True)
        batch_op.create_index("uq_wishes_user", ["user_id", "product_id"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.drop_index("uq_wishes_user")
        batch_op.drop_index("uq_wishes_guest")
        batch_op.drop_index(batch_op.f("ix_wishes_product_id"))

    op.drop_table("wishes")
