"""The tables of the index. They are no models: FTS5 and tsvector are the engines' own, so migrations execute these statements."""

from storefront.adapters.search.wording import MARK_SIGNS

PREFIX = "product_search"
"""All tables of the index begin so, FTS5's shadow tables among them: what compares models with the database leaves them out."""

# `detail=none`: hits are ranked by the texts, so the index need not know where in a text a word stands, and is half as big.
# The marks (see wording.py) stand where the ranking reads anyway, before the long texts: fetched from the products' own rows
# they would cost more than all the rest of a search.
# Beginnings of up to twelve letters have an index of their own: otherwise 'diamond*' collects all its hits before the first.
# `ascii`: the texts are words already, and this tokenizer leaves them as they are, and marks too.
_SQLITE = [
    """
    CREATE TABLE IF NOT EXISTS product_search_texts (
        number INTEGER PRIMARY KEY,
        product_id VARCHAR(24) NOT NULL UNIQUE,
        marks TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        details TEXT NOT NULL,
        description TEXT NOT NULL
    )
    """,
    f"""
    CREATE VIRTUAL TABLE IF NOT EXISTS product_search USING fts5(
        marks, name, kind, details, description,
        content='product_search_texts', content_rowid='number',
        tokenize="ascii tokenchars '{MARK_SIGNS}'", detail=none, prefix='1 2 3 4 5 6 7 8 9 10 11 12'
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS product_search_words (
        word VARCHAR(40) PRIMARY KEY,
        products INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
]

# New products wait in a list before they are sorted into the index; every search reads that list, so it stays short (in kB).
# A word may have many rows, whose sum counts: two writers that count the same word then never wait for each other.
_POSTGRESQL = [
    """
    CREATE TABLE IF NOT EXISTS product_search (
        product_id VARCHAR(24) PRIMARY KEY,
        marks TEXT NOT NULL,
        vector TSVECTOR NOT NULL
    )
    """,
    """
    CREATE INDEX IF NOT EXISTS ix_product_search_vector ON product_search
    USING gin (vector) WITH (gin_pending_list_limit = 256)
    """,
    """
    CREATE TABLE IF NOT EXISTS product_search_words (
        word VARCHAR(40) NOT NULL,
        products INTEGER NOT NULL
    )
    """,
    "CREATE INDEX IF NOT EXISTS ix_product_search_words_word ON product_search_words (word varchar_pattern_ops)",
]


def ddl(dialect_name: str) -> list[str]:
    """Statements that create what is missing, for 'sqlite' or 'postgresql'."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[dialect_name]


def is_index_table(name: str) -> bool:
    """Whether a table belongs to the index: for `include_name` of the migrations."""
    return name.startswith(PREFIX)
