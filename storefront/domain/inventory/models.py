"""Stock, in a narrow table of its own: it changes with every sale, and the wide rows that lists read must not.

Stock is kept by item: what is sold. Today an item is a product; the pieces and SKUs of later are items as well.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Model
from storefront.core.ids import new_id


class Stock(Model):
    """What there is of an item. `on_hand` is None where it is made to order and not counted."""

    __tablename__ = "stock"

    item_id: Mapped[str] = mapped_column(Id, primary_key=True)
    on_hand: Mapped[int | None]
    """Pieces in the shop, those held for open orders among them."""
    held: Mapped[int] = mapped_column(default=0)
    """Pieces promised to orders that are not paid yet."""
    backorder: Mapped[bool] = mapped_column(default=False)
    """Sells on at zero (preorder)."""
    alert: Mapped[int] = mapped_column(default=5)
    """Staff are told when no more than so many can be sold."""
    moved_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("on_hand >= 0 or backorder", name="on_hand"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("on_hand is null or backorder or held <= on_hand", name="held_within"),
        CheckConstraint("alert >= 0", name="alert"),
    )


class HoldState(StrEnum):
    HELD = "held"
    """Promised to an order until it is paid or lapses."""
    SOLD = "sold"
    """Paid: the pieces have left the stock."""
    RELEASED = "released"
    """Given back: the order lapsed, was replaced or cancelled before it was paid."""
    RETURNED = "returned"
    """Sold, then put back on the shelf, all of it."""


class Hold(Model):
    """So many pieces of an item for an order. One row an order and item: that makes every move of it repeatable."""

    __tablename__ = "stock_holds"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(Id)
    item_id: Mapped[str] = mapped_column(ForeignKey("stock.item_id"), index=True)
    cart_id: Mapped[str | None] = mapped_column(Id)
    """The bag that this hold serves while its order is the bag's open one: there these pieces still count as to be had."""
    quantity: Mapped[int]
    returned: Mapped[int] = mapped_column(default=0)
    """Of what was sold, pieces that are on the shelf again; when all are, the state says so."""
    state: Mapped[str] = mapped_column(String(10), default=HoldState.HELD)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        Index("uq_stock_holds_order", "order_id", "item_id", unique=True),
        Index("ix_stock_holds_cart", "cart_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("returned between 0 and quantity", name="returned"),
        CheckConstraint("state in ('held', 'sold', 'released', 'returned')", name="state"),
    )


class StockMove(Model):
    """A change of what is on hand, with who and why. From its moves a level can be computed again."""

    __tablename__ = "stock_history"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    item_id: Mapped[str] = mapped_column(Id)
    previous_quantity: Mapped[int | None]
    new_quantity: Mapped[int | None]
    operation: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))
    user_id: Mapped[str | None] = mapped_column(Id)
    order_id: Mapped[str | None] = mapped_column(Id)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("operation in ('add', 'subtract', 'set')", name="operation"),
        Index("ix_stock_history_item", "item_id", "id"),
    )
