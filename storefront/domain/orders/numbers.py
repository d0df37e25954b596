"""The numbers that people read: KN-2611-7F3K9Q."""

import secrets

from storefront.core.clock import in_india, now

# Without 0 and O, 1 and I and L: numbers are read out on the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_number() -> str:
    """Year and month in India, then six letters by chance: about 900 million a month, so that nobody guesses another's."""
    return f"KN-{in_india(now()):%y%m}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"
