"""What the import knows of a collection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from storefront.core.adopting import Adopted
from storefront.domain.moving.values import Document

Notes = list[str]
"""What a reader has to say of a document that it takes, but not as it is: a sentence each."""


@dataclass(frozen=True)
class Collection:
    """How its documents are read, and how what was read of them is written."""

    name: str
    read: Callable[[Document, str, Notes], Any]
    """From the document and its id to what the shop's services take. LeftOut."""
    write: Callable[[Sequence[Any]], Adopted]
    batch: int
    """Documents of one transaction."""
    arrange: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    """Puts all of a small collection, by id, in order before any is written."""
    finish: Callable[[], object] | None = None
    """What follows when all are written."""
