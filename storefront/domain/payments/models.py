"""What the gateway told us: payments, refunds and the raw events."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Model, Stamped
from storefront.core.ids import new_id


class Payment(Stamped, Model):
    """A payment at the gateway for one of our orders. Its state is the gateway's word, and only moves forward."""

    __tablename__ = "payments"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    gateway: Mapped[str] = mapped_column(String(20))
    gateway_payment_id: Mapped[str] = mapped_column(String(60), unique=True)
    amount: Mapped[int]
    """Paise."""
    currency: Mapped[str] = mapped_column(String(3), default="INR")
    refunded: Mapped[int] = mapped_column(default=0)
    """Paise that are asked back or given back already."""
    state: Mapped[str] = mapped_column(String(12))
    method: Mapped[str] = mapped_column(String(30), default="")
    checked: Mapped[bool] = mapped_column(default=True)
    """False while only the browser's signature stands for it, because the gateway could not be asked."""
    error: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("refunded between 0 and amount", name="refunded"),
        CheckConstraint("state in ('created', 'failed', 'authorized', 'captured', 'refunded')", name="state"),
    )


class Refund(Stamped, Model):
    """Money given back, of one payment. Its id is the key under which the gateway does it once."""

    __tablename__ = "refunds"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    payment_id: Mapped[str] = mapped_column(ForeignKey("payments.id"), index=True)
    gateway_refund_id: Mapped[str | None] = mapped_column(String(60), unique=True)
    amount: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="asked")
    reason: Mapped[str] = mapped_column(String(300), default="")
    user_id: Mapped[str | None] = mapped_column(Id)

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state in ('asked', 'pending', 'processed', 'failed')", name="state"),
    )


class GatewayEventRow(Model):
    """A webhook as it came, for audit. Its id is the gateway's, so that a repeat is known."""

    __tablename__ = "gateway_events"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(default=now)
    handled_at: Mapped[datetime | None]
