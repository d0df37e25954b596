"""Who people are: registering, signing in, sessions, passwords, addresses."""

from storefront.domain.accounts.person import Person, Role

__all__ = ["Person", "Role"]
