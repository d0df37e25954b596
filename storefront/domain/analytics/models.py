"""Events as they came, for a while, and the numbers of closed days, for good. Days are dates on India's calendar."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model
from storefront.core.ids import new_id


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Event(Model):
    """Something that a visitor did. What is personal in it goes with the row, KEPT days later."""

    __tablename__ = "analytics_events"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    day: Mapped[date]
    type: Mapped[str] = mapped_column(String(20))
    product_id: Mapped[str | None] = mapped_column(Id)
    user_id: Mapped[str | None] = mapped_column(Id)
    session_id: Mapped[str] = mapped_column(String(100))
    query: Mapped[str | None] = mapped_column(String(80))
    """The words of a search, folded: 'silver necklace'."""
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    ip_address: Mapped[str] = mapped_column(String(45), default="")
    """Of the network, not of the person: the last part is cut off."""
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("type in ('product_view', 'purchase', 'search', 'add_to_cart', 'add_to_wishlist')", name="type"),
        Index("ix_analytics_events_products", "day", "type", "product_id"),
        Index("ix_analytics_events_searches", "day", "query", **_where("query is not null")),
        Index("ix_analytics_events_people", "day", "user_id", **_where("user_id is not null")),
    )


class LatelySeen(Model):
    """Which session's view of which product was counted when, so that the same view counts once in a while."""

    __tablename__ = "analytics_lately_seen"

    session_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    product_id: Mapped[str] = mapped_column(String(24), primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(index=True)


class ClosedDay(Model):
    """A day whose numbers stand in the tables below."""

    __tablename__ = "analytics_closed_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    closed_at: Mapped[datetime] = mapped_column(default=now)


class ProductDay(Model):
    """How often something was done with a product on a closed day."""

    __tablename__ = "analytics_product_days"

    type: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(Id, primary_key=True)
    events: Mapped[int]


class SearchDay(Model):
    """How often the words most searched for were, on a closed day."""

    __tablename__ = "analytics_search_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(80), primary_key=True)
    searches: Mapped[int]


class PersonDay(Model):
    """Who was here on a closed day, signed in."""

    __tablename__ = "analytics_person_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(Id, primary_key=True)
