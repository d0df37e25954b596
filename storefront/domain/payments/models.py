"""What the gateway told us: payments, refunds and the raw events; and the ledger of all money and all states."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Model, Stamped
from storefront.core.ids import new_id


class Payment(Stamped, Model):
    """A payment for one of our orders, at the gateway or in cash. Its state is the gateway's word, and only moves forward.

    But one that was refunded, of which a refund turns out to have failed, is captured again.
    """

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
    error: Mapped[str] = mapped_column(String(300), default="")
    """Why it failed, in the gateway's words."""
    user_id: Mapped[str | None] = mapped_column(Id)
    form_key: Mapped[str | None] = mapped_column(String(40))
    """Of the form that asked for it: sent twice, it gives back once."""

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state in ('asked', 'pending', 'processed', 'failed')", name="state"),
        Index("uq_refunds_form_key", "form_key", unique=True),
    )


class GatewayEventRow(Model):
    """A webhook as it came, for audit. Its id is the gateway's, so that a repeat is known."""

    __tablename__ = "gateway_events"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    gateway_order_id: Mapped[str | None] = mapped_column(String(60), index=True)
    gateway_payment_id: Mapped[str | None] = mapped_column(String(60))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """After a while without what tells of people."""
    received_at: Mapped[datetime] = mapped_column(default=now, index=True)
    handled_at: Mapped[datetime | None]
    pruned_at: Mapped[datetime | None]


class LedgerEntry(Model):
    """Money that came or went, or a state that moved, with who and why. The database refuses to change or delete a row.

    Balances and states can be computed from it again: of an order, the sum of its amounts is what the shop holds of it.
    """

    __tablename__ = "ledger"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account: Mapped[str] = mapped_column(String(20))
    """Where the money is: a gateway's name or 'cash'. Of a state that moved: 'status' or 'payment_status'."""
    kind: Mapped[str] = mapped_column(String(16))
    amount: Mapped[int] = mapped_column(default=0)
    """Paise: what came in, less than nothing for what went out."""
    order_id: Mapped[str] = mapped_column(Id, index=True)
    payment_id: Mapped[str | None] = mapped_column(Id, index=True)
    refund_id: Mapped[str | None] = mapped_column(Id)
    was: Mapped[str] = mapped_column(String(12), default="")
    becomes: Mapped[str] = mapped_column(String(12), default="")
    who: Mapped[str] = mapped_column(String(80))
    """A user's id, or 'guest', 'gateway', 'sweep'."""
    why: Mapped[str] = mapped_column(String(400))
    key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """What happens once is written once."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("kind in ('received', 'refund', 'refund_failed', 'moved')", name="kind"),
        CheckConstraint("(kind = 'moved') = (amount = 0)", name="amount"),
        CheckConstraint("(kind in ('received', 'refund_failed')) = (amount > 0)", name="sign"),
        Index("ix_ledger_created_at", "created_at"),
    )
