"""Whoever acts, as plain data: passed to services as an argument, never looked up inside a rule."""

from dataclasses import dataclass, field
from enum import StrEnum

from storefront.domain.accounts.preferences import Preferences


class Role(StrEnum):
    ADMIN = "Admin"
    """Runs the shop: the back office and the admin endpoints."""
    USER = "User"
    """Buys."""


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in. A guest is None."""

    id: str
    email: str
    username: str
    firstname: str
    lastname: str
    contact: str
    role: Role
    session_id: str
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def is_admin(self) -> bool:
        return self.role is Role.ADMIN

    @property
    def name(self) -> str:
        return f"{self.firstname} {self.lastname}".strip()
