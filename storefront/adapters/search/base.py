"""What a search index promises. It is written inside the transaction that changes the product: the next search is true."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

CANDIDATES = 2000
"""So many hits are ranked; with more, the ranking among the rest no longer helps anybody."""


@dataclass(frozen=True)
class Document:
    """What is found of a product, the weightiest first."""

    id: str
    name: str
    category: str
    tags: str
    details: str
    """Metals, stones, number, keywords."""
    description: str
    labels: str = ""
    """What it is counted and narrowed by, with spaces between: 'metal:gold stock:1'. No typed words ever mean a label."""


Labels = Sequence[Sequence[str]]
"""Groups of labels. Of each group one is enough, and each group must be met; one without labels is met by nothing."""


@dataclass(frozen=True)
class Hits:
    ids: list[str]
    """The best first, at most CANDIDATES."""
    total: int
    """How many there are, counted up to CANDIDATES."""
    understood: str
    """The query itself; or, where a word without a hit was corrected, the words that were looked for instead."""
    equals: list[int] = field(default_factory=list)
    """How the ids fall into runs that fit equally well: [3, 40] says that the first three do, and the forty behind them."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many of the ids have each label, where that was asked for."""


class SearchIndex(Protocol):
    def put(self, documents: Sequence[Document]) -> None:
        """Replaces what is found under these ids. Inside a transaction."""

    def remove(self, ids: Sequence[str]) -> None:
        """Inside a transaction."""

    def clear(self) -> None:
        """Inside a transaction."""

    def find(self, query: str, limit: int = CANDIDATES, *, labels: Labels = (), with_counts: bool = False) -> Hits:
        """Products that have every word of the query, as a whole or as a beginning; user text is never read as syntax.

        `labels`: only products that have these; nothing is corrected then, for what is meant the search without them has told.
        `with_counts`: the labels of all that are found are counted as well, whatever the limit.
        """

    def words(self, beginning: str, limit: int = 8) -> list[tuple[str, int]]:
        """Words of the index that begin so, with the number of products, the most frequent first."""
