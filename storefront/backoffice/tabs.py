"""The states of a list, as the component `tabs` takes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int | None
    current: bool
