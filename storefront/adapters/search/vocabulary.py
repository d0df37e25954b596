"""The words of the index with how many products have them: for corrections and suggestions, where a minute's age does no harm."""

import re
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from math import log10
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA

from storefront.adapters.search.wording import forms

MOST_WORDS = 30_000
SECONDS = 60
ALIKE = 0.7
NUMBERED = "0"
"""Stands, behind letters, for all words that go on with a digit there."""
_DIGIT = re.compile("[0-9]")


def is_counted(word: str) -> bool:
    """Words with digits are numbers and sizes: there are as many as products, and a near one is another one."""
    return len(word) > 1 and not _DIGIT.search(word)


def counted_as(word: str) -> str:
    """Under what a word is counted: under itself, or, with a digit in it, under the letters before that and NUMBERED for all like
    it; '' for what nothing is counted of."""
    digit = _DIGIT.search(word)
    if digit is None:
        return word if len(word) > 1 else ""
    letters = word[: digit.start()]
    return letters + NUMBERED if len(letters) > 1 else ""


def changes(before: Iterable[set[str]], after: Iterable[set[str]]) -> dict[str, int]:
    """How many more or fewer products have each word when the one takes the place of the other."""
    counts: Counter[str] = Counter()
    for words in after:
        counts.update({counted_as(word) for word in words})
    for words in before:
        counts.subtract({counted_as(word) for word in words})
    return {word: counts[word] for word in sorted(counts) if word and counts[word]}


class Vocabulary:
    """Kept in the process, and read anew after a minute when it is asked again.

    `load` gives the most frequent words of the index, at most MOST_WORDS.
    """

    def __init__(self, load: Callable[[], dict[str, int]], clock: Callable[[], float] = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._counts: dict[str, int] = {}
        self._sorted: list[str] = []
        self._due = self._clock()

    def nearest(self, word: str) -> str | None:
        """The word that was probably meant; None if nothing resembles it. Of words about as near, the more frequent one."""
        self._refresh()
        counts = self._counts
        # Optimal string alignment is Damerau–Levenshtein without edits within edits, at a quarter of its time.
        near = process.extract(word, self._sorted, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=20)
        return max(near, key=lambda hit: hit[1] + log10(counts.get(hit[0], 1)) / 40)[0] if near else None

    def beginning(self, letters: str, limit: int) -> list[tuple[str, int]]:
        """Words that begin so, the most frequent first; of singular and plural only the more frequent."""
        self._refresh()
        counts, ordered = self._counts, self._sorted
        start, end = bisect_left(ordered, letters), bisect_left(ordered, letters + "\U0010ffff")
        chosen: list[str] = []
        for word in sorted(ordered[start:end], key=lambda word: (-counts.get(word, 0), word)):
            if len(chosen) == limit:
                break
            if not any(word in forms(other) or other in forms(word) for other in chosen):
                chosen.append(word)
        return [(word, counts.get(word, 0)) for word in chosen]

    def _refresh(self) -> None:
        # While one request reads it anew the others make do with what there is; only the first time they wait.
        if self._clock() < self._due or not self._lock.acquire(blocking=not self._sorted):
            return
        try:
            if self._clock() >= self._due:
                self._counts = self._load()
                self._sorted = sorted(self._counts)
                # A shop that is being filled need not wait for its first corrections.
                self._due = self._clock() + (SECONDS if self._sorted else 0)
        finally:
            self._lock.release()
