"""What the shop keeps of a person: each domain registers here what it has of them, and how it forgets it."""

from collections.abc import Callable
from typing import Any

from storefront.domain.accounts.person import Person

Told = Callable[[Person], Any]
Forgets = Callable[[Person], None]

TOLD: dict[str, Told] = {}
"""By the name under which it stands in the download."""
FORGETS: list[Forgets] = []


def tells(name: str) -> Callable[[Told], Told]:
    """`@tells("orders")`: what this function returns (plain values for JSON) is the part "orders" of a person's download."""

    def register(told: Told) -> Told:
        TOLD[name] = told
        return told

    return register


def forgets(forget: Forgets) -> Forgets:
    """`@forgets`: this function is called inside the transaction that deletes an account, before its row is emptied."""
    FORGETS.append(forget)
    return forget
