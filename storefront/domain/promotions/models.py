"""Coupons and their uses."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, Stamped
from storefront.core.ids import new_id


class CouponRow(Stamped, Model):
    """The terms of a coupon: see `coupon.Coupon`, which says what they mean."""

    __tablename__ = "coupons"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """In capitals."""
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[int] = mapped_column(default=0)
    cap: Mapped[int | None]
    minimum: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    limit: Mapped[int | None] = mapped_column("limit_shop")
    customer_limit: Mapped[int | None] = mapped_column("limit_customer")
    used: Mapped[int] = mapped_column(default=0)
    """How many uses stand: kept by each, so that the limit is one conditional update."""
    products: Mapped[list[str]] = mapped_column(Json, default=list)
    categories: Mapped[list[str]] = mapped_column(Json, default=list)
    note: Mapped[str] = mapped_column(String(200), default="")
    """For staff: what it is for."""

    __table_args__ = (
        CheckConstraint("code = upper(code)", name="code_upper"),
        CheckConstraint("kind in ('percentage', 'amount', 'delivery')", name="kind"),
        CheckConstraint("value >= 0 and (kind <> 'percentage' or value <= 10000)", name="value"),
        CheckConstraint("cap > 0", name="cap"),
        CheckConstraint("minimum >= 0", name="minimum"),
        CheckConstraint("limit_shop > 0 and limit_customer > 0", name="limits"),
        CheckConstraint("used >= 0", name="used"),
    )


class CouponUse(Model):
    """One purchase that uses a coupon: an order, and all that replace it or are tried again after it, of which one is paid."""

    __tablename__ = "coupon_uses"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    coupon_id: Mapped[str] = mapped_column(ForeignKey("coupons.id"))
    purchase_id: Mapped[str] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    """The first order of the purchase."""
    cart_id: Mapped[str | None] = mapped_column(Id)
    """While the purchase is open: what its own bag has taken does not count against it."""
    user_id: Mapped[str | None] = mapped_column(Id, index=True)
    email_hash: Mapped[str] = mapped_column(String(64), default="")
    """By which a guest is known again; the order has the address itself."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    released_at: Mapped[datetime | None]
    """Given back since then: the purchase came to nothing."""

    __table_args__ = (
        Index("uq_coupon_uses_purchase", "coupon_id", "purchase_id", unique=True),
        Index("ix_coupon_uses_user", "coupon_id", "user_id"),
        Index("ix_coupon_uses_email", "coupon_id", "email_hash"),
        Index("ix_coupon_uses_cart", "coupon_id", "cart_id"),
    )
