"""The index in PostgreSQL: vectors of words that we have made ourselves, so that no extension and no dictionary is needed."""

import secrets
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from storefront.adapters.search.base import CANDIDATES, Document
from storefront.adapters.search.index import BATCH, DESCRIPTION, DETAILS, KIND, NAME, WHOLE, Entry, WordIndex, entries
from storefront.adapters.search.vocabulary import NUMBERED, changes, is_counted
from storefront.adapters.search.wording import forms, is_mark, root
from storefront.core.db import assert_transaction, session

_INDEX = table("product_search", column("product_id"), column("marks"), column("vector", TSVECTOR))
_PLACES = (("A", NAME), ("B", KIND), ("C", DETAILS))
_SHORT = 2
_FEW = 30
"""So many words that begin as it was typed are named in a query."""
_ROWS_BETWEEN_MERGES = 20_000

# FOR UPDATE: whoever replaces the same document counts from what we leave.
_OLD_WORDS = text(
    "SELECT tsvector_to_array(vector) FROM product_search WHERE product_id = ANY(:ids) ORDER BY product_id FOR UPDATE"
)
_WRITE = text(
    """
    INSERT INTO product_search (product_id, marks, vector)
    SELECT product_id, marks, CAST(words AS tsvector)
    FROM unnest(CAST(:ids AS varchar[]), CAST(:marks AS text[]), CAST(:vectors AS text[])) AS given (product_id, marks, words)
    ON CONFLICT (product_id) DO UPDATE SET marks = excluded.marks, vector = excluded.vector
    WHERE product_search.vector <> excluded.vector
    """
)
_REMOVE = text("DELETE FROM product_search WHERE product_id = ANY(:ids)")
_COUNT = text(
    """
    INSERT INTO product_search_words (word, products)
    SELECT * FROM unnest(CAST(:words AS varchar[]), CAST(:more AS integer[]))
    """
)
# Rows that another transaction is merging are left to it; rows that are not committed yet are for the next time.
_MERGE = text(
    """
    WITH mine AS (SELECT ctid FROM product_search_words FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM product_search_words USING mine WHERE product_search_words.ctid = mine.ctid RETURNING word, products)
    INSERT INTO product_search_words (word, products)
    SELECT word, SUM(products) FROM gone GROUP BY word HAVING SUM(products) <> 0
    """
)


class PostgresSearch(WordIndex):
    """tsvector and GIN in the shop's own database."""

    def put(self, documents: Sequence[Document]) -> None:
        assert_transaction()
        ordered = entries(documents)
        for start in range(0, len(ordered), BATCH):
            some = ordered[start : start + BATCH]
            ids = [entry.id for entry in some]
            before = _old_words(ids)
            marks = [" ".join(entry.marks) for entry in some]
            session().execute(_WRITE, {"ids": ids, "marks": marks, "vectors": [_vector(entry) for entry in some]})
            _count(changes(before, [entry.words for entry in some]))

    def remove(self, ids: Sequence[str]) -> None:
        assert_transaction()
        before = _old_words(ids)
        session().execute(_REMOVE, {"ids": list(ids)})
        _count(changes(before, []))

    def clear(self) -> None:
        assert_transaction()
        session().execute(text("DELETE FROM product_search"))
        session().execute(text("DELETE FROM product_search_words"))
        self._vocabulary.forget()

    def _matching(self, looked_for: list[str], marked: Sequence[Sequence[str]] = (), with_marks: bool = False) -> Sequence[Any]:
        # Of a short word the index would collect nearly every product: it only filters what the longer ones find.
        long = [word for word in looked_for if len(word) > _SHORT] or looked_for
        short = [word for word in looked_for if word not in long]
        needed = [_query(long, _begun(long)), *(_one_of(f"'{mark}'" for mark in group) for group in marked)]
        values = {"long": " & ".join(needed), **({"short": _query(short, {})} if short else {})}
        for number, word in enumerate(looked_for):
            values |= {f"{place}{number}": f"'{root(word)}':*{place}" for place, _ in _PLACES}
            values[f"whole{number}"] = f"'{word}':A"
        return session().execute(_search(len(looked_for), bool(short), with_marks), values).all()


def _vector(entry: Entry) -> str:
    places = (("1A", entry.name), ("2B", entry.kind), ("3C", entry.details), ("4D", entry.description))
    found = [f"'{word}':{place}" for place, words in places for word in words]
    return " ".join([*found, *(f"'{mark}'" for mark in entry.marks)])


def _old_words(ids: Sequence[str]) -> list[set[str]]:
    found = session().scalars(_OLD_WORDS, {"ids": list(ids)})
    return [{word for word in words if not is_mark(word)} for words in found]


def _count(changed: dict[str, int]) -> None:
    if not changed:
        return
    session().execute(_COUNT, {"words": list(changed), "more": list(changed.values())})
    # By chance, so that nobody has to keep count: on the average whenever so many rows have come.
    if secrets.randbelow(_ROWS_BETWEEN_MERGES) < len(changed):
        session().execute(_MERGE)


def _begun(looked_for: list[str]) -> dict[str, list[str]]:
    """For each of these words those of the index that begin so, as lexemes; without the words of which there are too many.

    Named one by one they are found three times as fast: of a beginning the index collects all hits before it looks at the rest.
    """
    typed = [word for word in looked_for if len(word) > _SHORT and is_counted(word)]
    if not typed:
        return {}
    values = {f"{end}{number}": bound for number, word in enumerate(typed) for end, bound in zip("ab", _range(word), strict=True)}
    there = session().scalars(_beginnings(len(typed)), values).all()
    begun = {word: [lexeme for one in there if one.startswith(word) for lexeme in _lexemes(one)] for word in typed}
    return {word: found for word, found in begun.items() if len(found) <= _FEW}


def _range(beginning: str) -> tuple[str, str]:
    return beginning, beginning[:-1] + chr(ord(beginning[-1]) + 1)


def _lexemes(counted: str) -> list[str]:
    """What a query says for a word as it is counted."""
    if counted.endswith(NUMBERED):
        return [f"'{counted[:-1]}{digit}':*" for digit in range(10)]
    return [f"'{counted}'"]


@cache
def _beginnings(count: int) -> Select[Any]:
    word = column("word", String)
    # The operators of the index, whatever the order of letters in this database.
    from_, below = word.bool_op("~>=~"), word.bool_op("~<~")
    ranges = [and_(from_(bindparam(f"a{number}")), below(bindparam(f"b{number}"))) for number in range(count)]
    return select(word).distinct().select_from(table("product_search_words")).where(or_(*ranges))


def _query(looked_for: list[str], begun: dict[str, list[str]]) -> str:
    # Words have no quotation marks and no backslashes; within the marks nothing is read as syntax.
    return " & ".join(_one_of(_meant(word, begun.get(word))) for word in looked_for)


def _one_of(lexemes: Iterable[str]) -> str:
    return f"({' | '.join(lexemes)})"


def _meant(word: str, begun: list[str] | None) -> list[str]:
    """The lexemes of which one is enough. A word that nothing begins with finds nothing."""
    beginning = [f"'{word}':*"] if begun is None else begun or [f"'{word}'"]
    return [*beginning, *(f"'{form}'" for form in forms(word))]


# Everything is written into the statement: by the words and the limit the planner sees what is the shorter way. With values
# beside it, it would settle after some searches on one way for all words, which is ten times too long for most.


def _words(name: str) -> ColumnElement[Any]:
    return cast(bindparam(name, type_=String, literal_execute=True), TSQUERY)


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value))


@cache
def _search(count: int, short: bool, with_marks: bool) -> Select[Any]:
    """The statement for so many words: the newest hits up to CANDIDATES, and these by rank."""
    hits = select(_INDEX).where(_INDEX.c.vector.op("@@")(_words("long")))
    if short:
        # The operator's function, unlike the operator, never makes use of the index.
        hits = hits.where(func.ts_match_vq(_INDEX.c.vector, _words("short")))
    newest = hits.order_by(_INDEX.c.product_id.desc()).limit(_number(CANDIDATES)).subquery()
    rank: ColumnElement[int] = sum((_worth(newest.c.vector, number) for number in range(count)), start=_number(0))
    worth = rank.label("worth")
    wanted = (newest.c.product_id, worth, newest.c.marks) if with_marks else (newest.c.product_id, worth)
    return select(*wanted).order_by(worth.desc(), newest.c.product_id.desc())


def _worth(vector: ColumnElement[Any], number: int) -> ColumnElement[int]:
    places = [(vector.op("@@")(_words(f"{place}{number}")), _number(worth)) for place, worth in _PLACES]
    whole = (vector.op("@@")(_words(f"whole{number}")), _number(WHOLE))
    return case(*places, else_=_number(DESCRIPTION)) + case(whole, else_=_number(0))
