"""Who people are: registering, signing in, sessions, passwords, profiles, addresses."""

from storefront.domain.accounts.person import Person, Role
from storefront.domain.accounts.preferences import Preferences

__all__ = ["Person", "Preferences", "Role"]
