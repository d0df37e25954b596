"""Reviews with their votes, and tracked events with the numbers of closed days."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "analytics_closed_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_analytics_closed_days")),
    )
    op.create_table(
        "analytics_events",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("product_id", sa.String(length=24), nullable=True),
        sa.Column("user_id", sa.String(length=24), nullable=True),
        sa.Column("session_id", sa.String(length=100), nullable=False),
        sa.Column("query", sa.String(length=80), nullable=True),
        sa.Column(
            "data", sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column("ip_address", sa.String(length=45), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "type in ('product_view', 'purchase', 'search', 'add_to_cart', 'add_to_wishlist')",
            name=op.f("ck_analytics_events_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytics_events")),
    )
    with op.batch_alter_table("analytics_events", schema=None) as batch_op:
        batch_op.create_index(
            "ix_analytics_events_people",
            ["day", "user_id"],
            unique=False,
            sqlite_where=sa.text("user_id is not null"),
            postgresql_where=sa.text("user_id is not null"),
        )
        batch_op.create_index("ix_analytics_events_products", ["day", "type", "product_id"], unique=False)
        batch_op.create_index(
            "ix_analytics_events_searches",
            ["day", "query"],
            unique=False,
            sqlite_where=sa.text("query is not null"),
            postgresql_where=sa.text("query is not null"),
        )

    op.create_table(
        "analytics_lately_seen",
        sa.Column("session_id", sa.String(length=100), nullable=False),
        sa.Column("product_id", sa.String(length=24), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "product_id", name=op.f("pk_analytics_lately_seen")),
    )
    with op.batch_alter_table("analytics_lately_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_analytics_lately_seen_counted_at"), ["counted_at"], unique=False)

    op.create_table(
        "analytics_person_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("day", "user_id", name=op.f("pk_analytics_person_days")),
    )
    op.create_table(
        "analytics_product_days",
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("product_id", sa.String(length=24), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("type", "day", "product_id", name=op.f("pk_analytics_product_days")),
    )
    op.create_table(
        "analytics_search_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("query", sa.String(length=80), nullable=False),
        sa.Column("searches", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "query", name=op.f("pk_analytics_search_days")),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("product_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("rating", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column(
            "images", sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column("is_verified_purchase", sa.Boolean(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moderated_by", sa.String(length=24), nullable=True),
        sa.Column("helpful_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("helpful_count >= 0", name=op.f("ck_reviews_helpful_count")),
        sa.CheckConstraint("rating between 1 and 5", name=op.f("ck_reviews_rating")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_reviews_product_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reviews_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_helpful", ["product_id", "is_approved", "helpful_count", "id"], unique=False)
        batch_op.create_index("ix_reviews_moderation", ["is_approved", "id"], unique=False)
        batch_op.create_index("ix_reviews_newest", ["product_id", "is_approved", "id"], unique=False)
        batch_op.create_index("ix_reviews_rating", ["product_id", "is_approved", "rating", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_user_id"), ["user_id"], unique=False)
        batch_op.create_index("uq_reviews_writer", ["product_id", "user_id"], unique=True)

    op.create_table(
        "review_votes",
        sa.Column("review_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_votes_review_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_review_votes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review_id", "user_id", name=op.f("pk_review_votes")),
    )
    with op.batch_alter_table("review_votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_votes_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index("ix_orders_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_orders_paid", ["paid_at", "payment_status", "total", "refunded"], unique=False)

    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_sessions_created_at"), ["created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_created_at"))

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("ix_orders_paid")
        batch_op.drop_index("ix_orders_created_at")

    with op.batch_alter_table("review_votes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_votes_user_id"))

    op.drop_table("review_votes")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index("uq_reviews_writer")
        batch_op.drop_index(batch_op.f("ix_reviews_user_id"))
        batch_op.drop_index("ix_reviews_rating")
        batch_op.drop_index("ix_reviews_newest")
        batch_op.drop_index("ix_reviews_moderation")
        batch_op.drop_index("ix_reviews_helpful")

    op.drop_table("reviews")
    op.drop_table("analytics_search_days")
    op.drop_table("analytics_product_days")
    op.drop_table("analytics_person_days")
    with op.batch_alter_table("analytics_lately_seen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_analytics_lately_seen_counted_at"))

    op.drop_table("analytics_lately_seen")
    with op.batch_alter_table("analytics_events", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_analytics_events_searches",
            sqlite_where=sa.text("query is not null"),
            postgresql_where=sa.text("query is not null"),
        )
        batch_op.drop_index("ix_analytics_events_products")
        batch_op.drop_index(
            "ix_analytics_events_people",
            sqlite_where=sa.text("user_id is not null"),
            postgresql_where=sa.text("user_id is not null"),
        )

    op.drop_table("analytics_events")
    op.drop_table("analytics_closed_days")
