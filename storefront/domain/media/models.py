"""Which pictures the shop keeps. Their bytes lie in the storage."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model
from storefront.core.ids import new_id


class Media(Model):
    """A picture: new when its master is kept, ready when its sizes are."""

    __tablename__ = "media"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    """The folder in the storage, named by content: `key/master.webp`, `key/640.avif`."""
    filename: Mapped[str] = mapped_column(String(200))
    """As it was called where it came from."""
    content_type: Mapped[str] = mapped_column(String(60))
    """Of the master, as are the next three."""
    size: Mapped[int]
    """Bytes."""
    width: Mapped[int]
    height: Mapped[int]
    color: Mapped[str] = mapped_column(String(7))
    """The average, '#rrggbb': shown until the picture is there."""
    state: Mapped[str] = mapped_column(String(10), default="new")
    renditions: Mapped[list[int]] = mapped_column(Json, default=list)
    """Widths in pixels that are there as WebP and as AVIF; none while it is new."""
    user_id: Mapped[str | None] = mapped_column(Id, index=True)
    """Who brought it first."""
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("state in ('new', 'ready')", name="state"),
        CheckConstraint("width > 0 and height > 0 and size > 0", name="measures"),
    )
