"""The index in SQLite: FTS5 finds, and the texts beside it rank.

FTS5's own bm25 is not used: before it ranks the first hit it counts all hits of each word, and that for every search.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, case, column, func, literal_column, select, table, text

from storefront.adapters.search.base import CANDIDATES, Document
from storefront.adapters.search.index import BATCH, DESCRIPTION, DETAILS, KIND, NAME, WHOLE, Entry, WordIndex, entries
from storefront.adapters.search.vocabulary import changes
from storefront.adapters.search.wording import forms, root
from storefront.core.db import assert_transaction, session

_COLUMNS = ("number", "product_id", "marks", "name", "kind", "details", "description")
_TEXTS = table("product_search_texts", *(column(name) for name in _COLUMNS))
_PLACES = (("name", NAME), ("kind", KIND), ("details", DETAILS))

# The index keeps no texts of its own: it forgets a document when it is told the old ones, and must be told before they change.
_FORGET = text(
    """
    INSERT INTO product_search (product_search, rowid, marks, name, kind, details, description)
    SELECT 'delete', number, marks, name, kind, details, description FROM product_search_texts WHERE product_id = :id
    """
)
_WRITE = text(
    """
    INSERT INTO product_search_texts (product_id, marks, name, kind, details, description)
    VALUES (:id, :marks, :name, :kind, :details, :description)
    ON CONFLICT (product_id) DO UPDATE SET
    marks = excluded.marks, name = excluded.name, kind = excluded.kind, details = excluded.details,
    description = excluded.description
    """
)
_LEARN = text(
    """
    INSERT INTO product_search (rowid, marks, name, kind, details, description)
    SELECT number, marks, name, kind, details, description FROM product_search_texts WHERE product_id = :id
    """
)
_OLD_WORDS = text("SELECT name || kind || details || description FROM product_search_texts WHERE product_id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_REMOVE = text("DELETE FROM product_search_texts WHERE product_id = :id")
_COUNT = text(
    """
    INSERT INTO product_search_words (word, products) VALUES (:word, :more)
    ON CONFLICT (word) DO UPDATE SET products = products + excluded.products
    """
)
_DROP_UNUSED = text("DELETE FROM product_search_words WHERE word = :word AND products <= 0")


class SqliteSearch(WordIndex):
    """FTS5 in the shop's own database."""

    def put(self, documents: Sequence[Document]) -> None:
        assert_transaction()
        ordered = entries(documents)
        for start in range(0, len(ordered), BATCH):
            _put(ordered[start : start + BATCH])

    def remove(self, ids: Sequence[str]) -> None:
        assert_transaction()
        # Each once: a document that is forgotten twice spoils the index.
        ordered = sorted(set(ids))
        for start in range(0, len(ordered), BATCH):
            some = ordered[start : start + BATCH]
            keys = [{"id": key} for key in some]
            before = _old_words(some)
            session().execute(_FORGET, keys)
            session().execute(_REMOVE, keys)
            _count(changes(before, []))

    def clear(self) -> None:
        assert_transaction()
        session().execute(text("INSERT INTO product_search (product_search) VALUES ('delete-all')"))
        session().execute(text("DELETE FROM product_search_texts"))
        session().execute(text("DELETE FROM product_search_words"))
        self._vocabulary.forget()

    def _matching(self, looked_for: list[str], marked: Sequence[Sequence[str]] = (), with_marks: bool = False) -> Sequence[Any]:
        needed = [_alternatives(word) for word in looked_for] + [_one_of(group) for group in marked]
        values: dict[str, Any] = {"match": " AND ".join(needed)}
        for number, word in enumerate(looked_for):
            values |= {f"beginning{number}": f" {root(word)}", f"whole{number}": f" {word} "}
        return session().execute(_search(len(looked_for), with_marks), values).all()


def _put(some: list[Entry]) -> None:
    rows = [_row(entry) for entry in some]
    keys = [{"id": entry.id} for entry in some]
    before = _old_words([entry.id for entry in some])
    session().execute(_FORGET, keys)
    session().execute(_WRITE, rows)
    session().execute(_LEARN, keys)
    _count(changes(before, [entry.words for entry in some]))


def _row(entry: Entry) -> dict[str, str]:
    # A space on either side of each word: ' ring' is then a beginning, and ' ring ' the whole word.
    texts = {
        "marks": entry.marks,
        "name": entry.name,
        "kind": entry.kind,
        "details": entry.details,
        "description": entry.description,
    }
    return {"id": entry.id, **{field: f" {' '.join(words)} " for field, words in texts.items()}}


def _old_words(ids: Sequence[str]) -> list[set[str]]:
    return [set(texts.split()) for texts in session().scalars(_OLD_WORDS, {"ids": list(ids)})]


def _count(changed: dict[str, int]) -> None:
    if changed:
        session().execute(_COUNT, [{"word": word, "more": more} for word, more in changed.items()])
    if fewer := [{"word": word} for word, more in changed.items() if more < 0]:
        session().execute(_DROP_UNUSED, fewer)


def _alternatives(word: str) -> str:
    # Words and marks have no quotation marks; within them FTS5 reads nothing as syntax.
    return f'("{word}"*' + "".join(f' OR "{form}"' for form in forms(word)) + ")"


def _one_of(group: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{mark}"' for mark in group) + ")"


@cache
def _search(count: int, with_marks: bool) -> Select[Any]:
    """The statement for so many words: the newest hits up to CANDIDATES, and these by rank."""
    rowid: ColumnElement[int] = literal_column("rowid")
    hits = select(rowid).select_from(table("product_search")).where(text("product_search MATCH :match"))
    newest = hits.order_by(rowid.desc()).limit(CANDIDATES)
    rank: ColumnElement[int] = sum((_worth(number) for number in range(count)), start=literal_column("0"))
    product, worth = _TEXTS.c.product_id, rank.label("worth")
    wanted = (product, worth, _TEXTS.c.marks) if with_marks else (product, worth)
    return select(*wanted).where(_TEXTS.c.number.in_(newest)).order_by(worth.desc(), product.desc())


def _worth(number: int) -> ColumnElement[int]:
    places = [(_has(field, f"beginning{number}"), worth) for field, worth in _PLACES]
    return case(*places, else_=DESCRIPTION) + case((_has("name", f"whole{number}"), WHOLE), else_=0)


def _has(field: str, letters: str) -> ColumnElement[bool]:
    return func.instr(_TEXTS.c[field], bindparam(letters, type_=String)) > 0
