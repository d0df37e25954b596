"""Files that lie elsewhere on the internet, at addresses that we did not write ourselves."""

from typing import Protocol

from storefront.core.errors import Unavailable


class Refused(Exception):
    """It cannot or must not be had from there, and trying again would not help. `reason` is a sentence for staff."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreachable(Unavailable):
    """It cannot be had just now; later it may."""


class Fetcher(Protocol):
    def get(self, address: str, at_most: int) -> bytes:
        """The bytes at this address, at most so many. Raises Refused and Unreachable.

        Only what is open to everybody is asked: no machine of this one's own network, whatever name or redirect leads there.
        """
