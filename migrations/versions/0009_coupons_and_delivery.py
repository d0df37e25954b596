"""Coupons, zones of delivery and rates of GST"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coupons",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("limit_shop", sa.BigInteger(), nullable=True),
        sa.Column("limit_customer", sa.BigInteger(), nullable=True),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column(
            "products", sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False
        ),
        sa.Column(
            "categories",
            sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('percentage', 'amount', 'delivery')", name=op.f("ck_coupons_kind")),
        sa.CheckConstraint("value >= 0 and (kind <> 'percentage' or value <= 10000)", name=op.f("ck_coupons_value")),
        sa.CheckConstraint("cap > 0", name=op.f("ck_coupons_cap")),
        sa.CheckConstraint("code = upper(code)", name=op.f("ck_coupons_code_upper")),
        sa.CheckConstraint("limit_shop > 0 and limit_customer > 0", name=op.f("ck_coupons_limits")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_coupons_minimum")),
        sa.CheckConstraint("used >= 0", name=op.f("ck_coupons_used")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupons")),
        sa.UniqueConstraint("code", name=op.f("uq_coupons_code")),
    )
    op.create_table(
        "delivery_zones",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("free_from", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days between 0 and 60", name=op.f("ck_delivery_zones_days")),
        sa.CheckConstraint("fee >= 0 and free_from >= 0", name=op.f("ck_delivery_zones_amounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_zones")),
    )
    op.create_table(
        "delivery_pins",
        sa.Column("prefix", sa.String(length=6), nullable=False),
        sa.Column("zone_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["zone_id"], ["delivery_zones.id"], name=op.f("fk_delivery_pins_zone_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_delivery_pins")),
    )
    with op.batch_alter_table("delivery_pins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_pins_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "delivery_rates",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("zone_id", sa.String(length=24), nullable=False),
        sa.Column("up_to_grams", sa.BigInteger(), nullable=True),
        sa.Column("below", sa.BigInteger(), nullable=True),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fee >= 0 and up_to_grams > 0 and below > 0", name=op.f("ck_delivery_rates_amounts")),
        sa.CheckConstraint("up_to_grams is not null or below is not null", name=op.f("ck_delivery_rates_bound")),
        sa.ForeignKeyConstraint(["zone_id"], ["delivery_zones.id"], name=op.f("fk_delivery_rates_zone_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_rates")),
    )
    with op.batch_alter_table("delivery_rates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_rates_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "coupon_uses",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("coupon_id", sa.String(length=24), nullable=False),
        sa.Column("purchase_id", sa.String(length=24), nullable=False),
        sa.Column("cart_id", sa.String(length=24), nullable=True),
        sa.Column("user_id", sa.String(length=24), nullable=True),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"], name=op.f("fk_coupon_uses_coupon_id")),
        sa.ForeignKeyConstraint(["purchase_id"], ["orders.id"], name=op.f("fk_coupon_uses_purchase_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_uses")),
    )
    with op.batch_alter_table("coupon_uses", schema=None) as batch_op:
        batch_op.create_index("ix_coupon_uses_cart", ["coupon_id", "cart_id"], unique=False)
        batch_op.create_index("ix_coupon_uses_email", ["coupon_id", "email_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_coupon_uses_purchase_id"), ["purchase_id"], unique=False)
        batch_op.create_index("ix_coupon_uses_user", ["coupon_id", "user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coupon_uses_user_id"), ["user_id"], unique=False)
        batch_op.create_index("uq_coupon_uses_purchase", ["coupon_id", "purchase_id"], unique=True)

    op.create_table(
        "cart_coupons",
        sa.Column("cart_id", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["cart_id"], ["carts.id"], name=op.f("fk_cart_coupons_cart_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cart_id", name=op.f("pk_cart_coupons")),
    )
    op.add_column("orders", sa.Column("coupon", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("categories", sa.Column("gst_rate", sa.BigInteger(), nullable=True))
    op.add_column("products", sa.Column("gst_rate", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("products", "gst_rate")
    op.drop_column("categories", "gst_rate")
    op.drop_column("orders", "coupon")
    op.drop_table("cart_coupons")

    with op.batch_alter_table("coupon_uses", schema=None) as batch_op:
        batch_op.drop_index("uq_coupon_uses_purchase")
        batch_op.drop_index(batch_op.f("ix_coupon_uses_user_id"))
        batch_op.drop_index("ix_coupon_uses_user")
        batch_op.drop_index(batch_op.f("ix_coupon_uses_purchase_id"))
        batch_op.drop_index("ix_coupon_uses_email")
        batch_op.drop_index("ix_coupon_uses_cart")

    op.drop_table("coupon_uses")
    with op.batch_alter_table("delivery_rates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_rates_zone_id"))

    op.drop_table("delivery_rates")
    with op.batch_alter_table("delivery_pins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_pins_zone_id"))

    op.drop_table("delivery_pins")
    op.drop_table("delivery_zones")
    op.drop_table("coupons")
