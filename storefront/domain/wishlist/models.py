"""The wishlist: of an account, or of a guest who carries the bag's token in a cookie."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model
from storefront.core.ids import new_id


class Wish(Model):
    """One piece that somebody wishes for. It stays while the piece is hidden or in the bin, and goes when the bin is emptied."""

    __tablename__ = "wishes"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str | None] = mapped_column(String(64))
    """Of the guest's cookie."""
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), index=True)
    options: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """As they were chosen in the bag, for a piece that was saved for later."""
    added_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("(user_id is null) <> (token_hash is null)", name="owner"),
        Index("uq_wishes_user", "user_id", "product_id", unique=True),
        Index("uq_wishes_guest", "token_hash", "product_id", unique=True),
    )
