"""What is typed into the checkout, and accounts elsewhere by which one signs in"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "linked_identities",
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_linked_identities_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("provider", "subject", name=op.f("pk_linked_identities")),
    )
    with op.batch_alter_table("linked_identities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_linked_identities_user_id"), ["user_id"], unique=False)

    op.create_table(
        "checkout_drafts",
        sa.Column("cart_id", sa.String(length=24), nullable=False),
        sa.Column(
            "typed", sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cart_id"], ["carts.id"], name=op.f("fk_checkout_drafts_cart_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cart_id", name=op.f("pk_checkout_drafts")),
    )
    with op.batch_alter_table("checkout_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkout_drafts_updated_at"), ["updated_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("checkout_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkout_drafts_updated_at"))

    op.drop_table("checkout_drafts")
    with op.batch_alter_table("linked_identities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_linked_identities_user_id"))

    op.drop_table("linked_identities")
