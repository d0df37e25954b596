"""What the shop keeps of a person, room by room: each domain says what it holds of them, and how it lets go."""

from collections.abc import Callable
from typing import Any

from storefront.domain.accounts.person import Person

Told = Callable[[Person], Any]
Forgets = Callable[[Person], None]

TOLD: dict[str, Told] = {}
"""By the name under which it stands in the download."""
FORGETS: list[Forgets] = []


def tells(name: str) -> Callable[[Told], Told]:
    """`@tells("orders")`: what this returns, plain values for JSON, is part of what a person may download of themselves."""

    def register(told: Told) -> Told:
        TOLD[name] = told
        return told

    return register


def forgets(forget: Forgets) -> Forgets:
    """`@forgets`: called inside the transaction that deletes an account, while its row still says who it is."""
    FORGETS.append(forget)
    return forget
