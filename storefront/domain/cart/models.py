"""The bag: of an account, or of a guest who carries its token in a cookie."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, Stamped
from storefront.core.ids import new_id


class Cart(Stamped, Model):
    __tablename__ = "carts"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the guest's cookie."""
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"))
    """The account's cart that took this guest's pieces in, so that an order made before still finds them."""

    __table_args__ = (CheckConstraint("(user_id is null) <> (token_hash is null)", name="owner"),)


class CartCoupon(Model):
    """The code that a bag uses. Not on the bag's own row: who pays takes it away while that may be locked by who places anew."""

    __tablename__ = "cart_coupons"

    cart_id: Mapped[str] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40))


class CartLine(Model):
    """So many of a product with the same options."""

    __tablename__ = "cart_lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    cart_id: Mapped[str] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"))
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), index=True)
    options: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    options_key: Mapped[str] = mapped_column(String(64), default="")
    """The options in one comparable text."""
    quantity: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(default=now)
    price: Mapped[int | None]
    """Of one piece when its buyer last put in or changed it, paise: what tells them that it has changed since."""

    __table_args__ = (
        Index("uq_cart_lines_choice", "cart_id", "product_id", "options_key", unique=True),
        CheckConstraint("quantity between 1 and 99", name="quantity"),
    )
