"""How the shop trades, its own words, and who wants to read more of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, Stamped
from storefront.core.ids import new_id


class TradeSetting(Stamped, Model):
    """One setting of the trade; without a row its default holds."""

    __tablename__ = "trade_settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    user_id: Mapped[str | None] = mapped_column(Id)


class ContentPage(Stamped, Model):
    """A page of the shop's own words, in Markdown."""

    __tablename__ = "content_pages"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Its address, and what code knows it by: it stays, whatever the page is called."""
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    """A sentence or two: stands under the title, and in the results of search engines."""
    body: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(10), default="")
    """In which list of the footer it stands; '' in none."""
    sort_order: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    user_id: Mapped[str | None] = mapped_column(Id)
    """Who changed it last; None for the words it came with."""

    __table_args__ = (CheckConstraint("place in ('', 'help', 'house', 'law')", name="place"),)


class Subscription(Model):
    """Somebody who asked for the newsletter: known by the address, and written to once they have confirmed it."""

    __tablename__ = "newsletter_subscriptions"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    letters: Mapped[int] = mapped_column(default=0)
    """How often we have asked for the confirmation since `asked_at`."""
    confirmed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)


class Issue(Stamped, Model):
    """A letter to everyone who reads the newsletter."""

    __tablename__ = "newsletter_issues"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    subject: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    """Markdown."""
    state: Mapped[str] = mapped_column(String(10), default="draft")
    user_id: Mapped[str | None] = mapped_column(Id)
    """Who wrote it, or had it sent."""
    sending_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("state in ('draft', 'sending', 'sent')", name="state"),)


class IssueLetter(Model):
    """An issue for one reader, and when the mail server took it. The reader is a number here, and no address."""

    __tablename__ = "newsletter_letters"

    issue_id: Mapped[str] = mapped_column(ForeignKey("newsletter_issues.id", ondelete="CASCADE"), primary_key=True)
    reader_id: Mapped[str] = mapped_column(Id, primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    """How often the mail server has refused it."""
    sent_at: Mapped[datetime | None]
