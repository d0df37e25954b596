"""What the sandbox gateway remembers, in the shop's own database. The columns are named as Razorpay's entities are."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.adapters.payments.base import GatewayOrder, GatewayPayment, GatewayRefund
from storefront.core.clock import now
from storefront.core.db import Model

_GatewayId = String(40)
_captured = text("captured")


class SandboxOrder(Model):
    __tablename__ = "sandbox_orders"
    __table_args__ = (
        CheckConstraint("amount >= 100", name="amount"),
        CheckConstraint("status in ('created', 'attempted', 'paid')", name="status"),
    )

    id: Mapped[str] = mapped_column(_GatewayId, primary_key=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    receipt: Mapped[str] = mapped_column(String(40), index=True)
    status: Mapped[str] = mapped_column(default="created")
    created_at: Mapped[datetime] = mapped_column(default=now)

    def plain(self) -> GatewayOrder:
        return GatewayOrder(self.id, self.amount, self.currency, self.receipt, self.status)


class SandboxPayment(Model):
    """`captured` stays true when the money has gone back: an order is paid once in its life."""

    __tablename__ = "sandbox_payments"
    __table_args__ = (
        CheckConstraint("status in ('authorized', 'captured', 'refunded', 'failed')", name="status"),
        CheckConstraint("amount_refunded between 0 and amount", name="amount_refunded"),
        Index("uq_sandbox_payments_captured", "order_id", unique=True, sqlite_where=_captured, postgresql_where=_captured),
    )

    id: Mapped[str] = mapped_column(_GatewayId, primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("sandbox_orders.id"), index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    status: Mapped[str]
    captured: Mapped[bool]
    method: Mapped[str]
    amount_refunded: Mapped[int] = mapped_column(BigInteger, default=0)
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)

    def plain(self) -> GatewayPayment:
        return GatewayPayment(
            id=self.id,
            order_id=self.order_id,
            amount=self.amount,
            currency=self.currency,
            status=self.status,
            method=self.method,
            amount_refunded=self.amount_refunded,
            error=self.error,
            # As the real one tells it, in whole seconds.
            created_at=self.created_at.replace(microsecond=0),
        )


class SandboxRefund(Model):
    __tablename__ = "sandbox_refunds"
    __table_args__ = (
        UniqueConstraint("payment_id", "key"),
        CheckConstraint("amount >= 100", name="amount"),
        CheckConstraint("status in ('pending', 'processed', 'failed')", name="status"),
    )

    id: Mapped[str] = mapped_column(_GatewayId, primary_key=True)
    payment_id: Mapped[str] = mapped_column(ForeignKey("sandbox_payments.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(default="processed")
    key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)

    def plain(self) -> GatewayRefund:
        return GatewayRefund(self.id, self.payment_id, self.amount, self.status, self.key)
