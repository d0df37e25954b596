"""Accounts, their addresses, and the sessions in which they are signed in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storefront.core.clock import now
from storefront.core.db import Id, Json, Model, Stamped
from storefront.core.ids import new_id


class User(Stamped, Model):
    """An account. E-mail address and username are unique without regard to case; the address is kept in lower case."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    username: Mapped[str] = mapped_column(String(60))
    firstname: Mapped[str] = mapped_column(String(80))
    lastname: Mapped[str] = mapped_column(String(80))
    contact: Mapped[str] = mapped_column(String(30))
    password_hash: Mapped[str | None] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(10), default="User")
    is_active: Mapped[bool] = mapped_column(default=True)
    email_verified_at: Mapped[datetime | None]
    avatar: Mapped[str | None] = mapped_column(String(500))
    date_of_birth: Mapped[date | None]
    gender: Mapped[str | None] = mapped_column(String(10))
    preferences: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    last_login_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    """Its owner has left: nothing in the row says who it was."""

    __table_args__ = (
        CheckConstraint("role in ('Admin', 'User')", name="role"),
        CheckConstraint("gender in ('male', 'female', 'other')", name="gender"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index("uq_users_username_folded", text("lower(username)"), unique=True),
    )


class Address(Stamped, Model):
    """Where a customer wants parcels or bills. At most one default of a type."""

    __tablename__ = "addresses"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    type: Mapped[str] = mapped_column(String(10), default="shipping")
    name: Mapped[str] = mapped_column(String(160), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    street: Mapped[str] = mapped_column(String(300))
    city: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(100))
    zip_code: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(60), default="India")
    is_default: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("type in ('shipping', 'billing')", name="type"),
        Index(
            "uq_addresses_default",
            "user_id",
            "type",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )


class SignInSession(Model):
    """One signing in on one device; ends by signing out, a new password, a disabled account or a replayed token."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    ended_at: Mapped[datetime | None]


class RefreshToken(Model):
    """A refresh token of a session, known by the hash of its id; each is used once."""

    __tablename__ = "refresh_tokens"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sign_in_sessions.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None]


class PasswordReset(Model):
    """A link to choose a new password, known by the hash of its token; works once and for an hour."""

    __tablename__ = "password_resets"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LinkedIdentity(Model):
    """An account elsewhere (at Google) by which one signs in here. Known by the provider's number, not by its address."""

    __tablename__ = "linked_identities"

    provider: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    """Its address when it was linked."""
    created_at: Mapped[datetime] = mapped_column(default=now)
