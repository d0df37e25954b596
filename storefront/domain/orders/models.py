"""Orders, their lines, the rows of amounts that make up their totals, and what happened to them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, Stamped
from storefront.core.ids import new_id


class Order(Stamped, Model):
    """A promise to sell. Amounts are paise; lines and rows are copies that later changes of the catalog do not touch."""

    __tablename__ = "orders"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    """What people read: KN-2611-7F3K9Q. Also the receipt at the gateway."""
    kind: Mapped[str] = mapped_column(String(10), default="goods")
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    cart_id: Mapped[str | None] = mapped_column(Id, index=True)
    open_cart_id: Mapped[str | None] = mapped_column(Id, unique=True)
    """The cart, while this is its one open order."""
    origin_id: Mapped[str | None] = mapped_column(Id, index=True)
    """The first order of the same attempt to buy: those that replaced it, or followed it when it had lapsed, are its siblings."""
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """Of lines, options, prices, addresses and discounts: the same cart answers the same order."""
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(160), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    gstin: Mapped[str] = mapped_column(String(15), default="")
    shipping_address: Mapped[dict[str, Any] | None] = mapped_column(Json)
    billing_address: Mapped[dict[str, Any] | None] = mapped_column(Json)
    notes: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    receipt: Mapped[str] = mapped_column(String(80), default="")
    """What the client called it; ours is the number."""
    subtotal: Mapped[int]
    discount: Mapped[int] = mapped_column(default=0)
    shipping: Mapped[int] = mapped_column(default=0)
    tax: Mapped[int] = mapped_column(default=0)
    """The GST contained in the total."""
    total: Mapped[int]
    coupon: Mapped[str] = mapped_column(String(40), default="")
    """The code of the one that it uses; '' for none."""
    refunded: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3), default="INR")
    status: Mapped[str] = mapped_column(String(10), default="pending")
    payment_status: Mapped[str] = mapped_column(String(10), default="pending")
    payment_method: Mapped[str] = mapped_column(String(30), default="")
    cancel_reason: Mapped[str | None] = mapped_column(String(10))
    gateway: Mapped[str] = mapped_column(String(20), default="")
    gateway_order_id: Mapped[str | None] = mapped_column(String(60), unique=True)
    gateway_payment_id: Mapped[str | None] = mapped_column(String(60), index=True)
    unchecked: Mapped[bool] = mapped_column(default=False)
    """Confirmed by signature alone; cannot ship until the sweep has asked the gateway."""
    hold_until: Mapped[datetime | None]
    swept_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    return_asked_at: Mapped[datetime | None] = mapped_column(index=True)
    """Since when its buyer would like to send it back."""
    tracking_number: Mapped[str] = mapped_column(String(80), default="")
    estimated_delivery: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("kind in ('goods', 'deposit')", name="kind"),
        CheckConstraint("status in ('pending', 'confirmed', 'shipped', 'delivered', 'cancelled')", name="status"),
        CheckConstraint("payment_status in ('pending', 'paid', 'failed', 'refunded')", name="payment_status"),
        CheckConstraint("(status = 'cancelled') = (cancel_reason is not null)", name="cancel_reason"),
        CheckConstraint("cancel_reason in ('expired', 'replaced', 'person', 'no_stock')", name="cancel_reason_word"),
        CheckConstraint("total >= 0 and subtotal >= 0 and discount >= 0 and shipping >= 0 and tax >= 0", name="amounts"),
        CheckConstraint("total = subtotal - discount + shipping", name="total"),
        CheckConstraint("refunded between 0 and total", name="refunded"),
        Index("ix_orders_status", "status", "id"),
        Index("ix_orders_paid", "paid_at", "payment_status", "total", "refunded"),
        Index("ix_orders_created_at", "created_at"),
    )


class OrderLine(Model):
    """So many of a piece as it was when it was ordered."""

    __tablename__ = "order_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    product_id: Mapped[str] = mapped_column(Id, index=True)
    name: Mapped[str] = mapped_column(String(160))
    slug: Mapped[str] = mapped_column(String(80))
    sku: Mapped[str] = mapped_column(String(60), default="")
    options: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    price: Mapped[int]
    """Of one piece, paise, GST included."""
    quantity: Mapped[int]
    returned: Mapped[int] = mapped_column(default=0)
    """Pieces that have come back and are on the shelf again."""
    sold: Mapped[int] = mapped_column(default=0)
    """Pieces that count as sold just now, and are in the product's own number of sales."""
    picture: Mapped[dict[str, Any] | None] = mapped_column(Json)

    __table_args__ = (
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("quantity between 1 and 99", name="quantity"),
        CheckConstraint("returned between 0 and quantity", name="returned"),
        CheckConstraint("sold between 0 and quantity", name="sold"),
    )


class Adjustment(Model):
    """An amount beside the pieces, with where it comes from: delivery, a discount, the tax contained."""

    __tablename__ = "order_adjustments"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("order_lines.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(160))
    source: Mapped[str] = mapped_column(String(160))
    amount: Mapped[int]
    """Paise: less than nothing for a discount."""
    included: Mapped[bool] = mapped_column(default=False)
    """Contained in the prices already, so not added to the total."""

    __table_args__ = (CheckConstraint("kind in ('delivery', 'discount', 'tax')", name="kind"),)


class OrderEvent(Model):
    """Something that happened to an order, with who and why; only ever added to."""

    __tablename__ = "order_events"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    sentence: Mapped[str] = mapped_column(String(400))
    actor: Mapped[str] = mapped_column(String(80))
    """A user's id, or 'guest', 'gateway', 'sweep'."""
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)


class StaffNotice(Model):
    """Something that staff should know or do, until one of them has seen to it."""

    __tablename__ = "staff_notices"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), index=True)
    sentence: Mapped[str] = mapped_column(String(400))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What is told once is told under one key."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None] = mapped_column(index=True)
    seen_by: Mapped[str | None] = mapped_column(Id)


class CheckoutDraft(Model):
    """What the buyer with this bag has typed into the checkout so far, by the names of its fields."""

    __tablename__ = "checkout_drafts"

    cart_id: Mapped[str] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True)
    typed: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=now, index=True)
