"""Issues of the newsletter, requests to send back, and by which rules the catalog's counts were made"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Ratings are counted from now on, and a category counts what stands under it: the shop counts anew when it starts.
    op.add_column("orders", sa.Column("return_asked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orders_return_asked_at"), ["return_asked_at"], unique=False)
    asked = "select min(created_at) from order_events where order_id = orders.id and kind = 'return_asked'"
    op.execute(f"update orders set return_asked_at = ({asked}) where status in ('shipped', 'delivered')")  # noqa: S608  constants
    op.create_table(
        "newsletter_issues",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=True),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('draft', 'sending', 'sent')", name=op.f("ck_newsletter_issues_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newsletter_issues")),
    )
    op.create_table(
        "newsletter_letters",
        sa.Column("issue_id", sa.String(length=24), nullable=False),
        sa.Column("reader_id", sa.String(length=24), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["newsletter_issues.id"], name=op.f("fk_newsletter_letters_issue_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue_id", "reader_id", name=op.f("pk_newsletter_letters")),
    )
    op.add_column("catalog_state", sa.Column("counted_by", sa.BigInteger(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("catalog_state", "counted_by")
    op.drop_table("newsletter_letters")
    op.drop_table("newsletter_issues")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_return_asked_at"))
        batch_op.drop_column("return_asked_at")
