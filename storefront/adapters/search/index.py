"""What the index does alike on both engines: read a query, correct it, suggest words."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import text

from storefront.adapters.search.base import CANDIDATES, Document, Hits, Labels
from storefront.adapters.search.vocabulary import MOST_WORDS, Vocabulary, is_counted
from storefront.adapters.search.wording import label_of, marks, words
from storefront.core.db import session

WORDS_OF_A_QUERY = 8
BATCH = 500
"""Documents that one round of statements writes."""

NAME, KIND, DETAILS, DESCRIPTION = 10, 4, 2, 1
"""What a word is worth where it stands in a product; only the best place counts."""
WHOLE = 1
"""What a word is worth besides that stands in the name as a whole."""

_FREQUENT = text(
    """
    SELECT word, SUM(products) AS frequency FROM product_search_words WHERE word NOT LIKE '%0'
    GROUP BY word HAVING SUM(products) > 0 ORDER BY frequency DESC, word LIMIT :most
    """
)


@dataclass(frozen=True)
class Entry:
    """A document as words."""

    id: str
    name: list[str]
    kind: list[str]
    details: list[str]
    description: list[str]
    marks: list[str]

    @property
    def words(self) -> set[str]:
        return {*self.name, *self.kind, *self.details, *self.description}


def entries(documents: Sequence[Document]) -> list[Entry]:
    """In the order of their ids, so that two writers meet the same rows in the same order. Of the same id the last one."""
    latest = {document.id: document for document in documents}
    return [_entry(latest[key]) for key in sorted(latest)]


def _entry(document: Document) -> Entry:
    kind = words(f"{document.category} {document.tags}")
    details, description = words(document.details), words(document.description)
    return Entry(document.id, words(document.name), kind, details, description, marks(document.labels))


class WordIndex(ABC):
    """The part of a SearchIndex that needs no engine of its own."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary(_frequent_words)

    @abstractmethod
    def _matching(self, looked_for: list[str], marked: Sequence[Sequence[str]] = (), with_marks: bool = False) -> Sequence[Any]:
        """Products that have every one of these words or one that begins so, and of each group of marks one.

        At most CANDIDATES, the best first: id, worth and, if they are wanted, marks.
        """

    def find(self, query: str, limit: int = CANDIDATES, *, labels: Labels = (), with_counts: bool = False) -> Hits:
        looked_for = list(dict.fromkeys(words(query)))[:WORDS_OF_A_QUERY]
        marked = [marks(" ".join(group)) for group in labels]
        if not looked_for or not all(marked):
            return Hits([], 0, query)
        found, understood = self._matching(looked_for, marked, with_counts), query
        if not found and not marked:
            corrected = [self._corrected(word) for word in looked_for]
            # A typo may be the beginning of some other word ('rubi' of 'rubies') and still be one.
            for meant in (corrected, [self._nearest(word) for word in corrected]):
                if meant != looked_for and not found:
                    found, understood = self._matching(meant, (), with_counts), " ".join(meant)
        shown = found[:limit]
        equals = [len(list(run)) for _, run in groupby(shown, key=itemgetter(1))]
        counts = _counted(hit[2] for hit in found) if with_counts else {}
        return Hits([hit[0] for hit in shown], len(found), understood, equals, counts)

    def words(self, beginning: str, limit: int = 8) -> list[tuple[str, int]]:
        typed = words(beginning)
        return self._vocabulary.beginning(typed[-1], limit) if typed else []

    def _corrected(self, word: str) -> str:
        # Two letters or fewer resemble everything; and a word with hits of its own is right, whatever the others are.
        if len(word) < 3 or not is_counted(word) or self._matching([word]):
            return word
        return self._vocabulary.nearest(word) or word

    def _nearest(self, word: str) -> str:
        return (self._vocabulary.nearest(word) or word) if len(word) > 2 and is_counted(word) else word


def _counted(marked: Iterable[str]) -> dict[str, int]:
    """By label, how many of these rows have its mark."""
    # In one breath: mark by mark it would take most of the time of a search.
    return {label_of(mark): number for mark, number in Counter(" ".join(marked).split()).items()}


def _frequent_words() -> dict[str, int]:
    return {word: int(frequency) for word, frequency in session().execute(_FREQUENT, {"most": MOST_WORDS})}
