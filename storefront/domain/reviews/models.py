"""Reviews, and who found them helpful."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, Stamped
from storefront.core.ids import new_id


class Review(Stamped, Model):
    """What one person says of one piece. It stays when the piece goes into the bin, and comes back with it."""

    __tablename__ = "reviews"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    rating: Mapped[int]
    """Stars, 1 to 5."""
    title: Mapped[str] = mapped_column(String(120), default="")
    comment: Mapped[str] = mapped_column(Text)
    images: Mapped[list[str]] = mapped_column(Json, default=list)
    """Keys of pictures that the shop keeps; an address for one that came with an import and lies elsewhere."""
    is_verified_purchase: Mapped[bool] = mapped_column(default=False)
    is_approved: Mapped[bool | None]
    """None until staff have looked at it, and again after each change of it."""
    moderated_at: Mapped[datetime | None]
    moderated_by: Mapped[str | None] = mapped_column(Id)
    helpful_count: Mapped[int] = mapped_column(default=0)
    """Votes: those that are kept by each one, and the former ones."""
    former_votes: Mapped[int] = mapped_column(default=0)
    """Votes of the shop that the review comes from; nobody knows whose they were."""

    __table_args__ = (
        CheckConstraint("rating between 1 and 5", name="rating"),
        CheckConstraint("helpful_count >= 0", name="helpful_count"),
        CheckConstraint("former_votes >= 0", name="former_votes"),
        Index("uq_reviews_writer", "product_id", "user_id", unique=True),
        Index("ix_reviews_newest", "product_id", "is_approved", "id"),
        Index("ix_reviews_helpful", "product_id", "is_approved", "helpful_count", "id"),
        Index("ix_reviews_rating", "product_id", "is_approved", "rating", "id"),
        Index("ix_reviews_moderation", "is_approved", "id"),
    )


class ReviewVote(Model):
    """Somebody found a review helpful."""

    __tablename__ = "review_votes"

    review_id: Mapped[str] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
