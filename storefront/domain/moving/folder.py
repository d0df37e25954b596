"""Which file of a folder holds which collection."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_ENDINGS = (".json", ".jsonl", ".ndjson")
_ALSO = {
    "users": ("user", "customers", "accounts"),
    "products": ("product",),
    "categories": ("category", "categorys"),
    "tags": ("tag", "producttags"),
    "variants": ("variant", "productvariants"),
    "reviews": ("review", "productreviews"),
    "orders": ("order",),
    "stockhistory": ("stockhistories", "stockhistorys", "stocks", "stock"),
    "analytics": ("analytic", "analyticsevents", "events"),
}
"""Names that a collection goes by, without regard to case and dashes."""


@dataclass(frozen=True)
class Found:
    """What a folder holds."""

    files: dict[str, list[Path]]
    """By collection."""
    others: list[Path]
    """Of the same kind, but of no collection that the shop knows."""


def look_through(folder: Path) -> Found:
    """`users.json`, `shop.users.json`, `Users.jsonl`: all are the users."""
    found = Found({}, [])
    for path in sorted(_files(folder)):
        name = _collection(path.stem)
        if name:
            found.files.setdefault(name, []).append(path)
        else:
            found.others.append(path)
    return found


def _files(folder: Path) -> Iterable[Path]:
    # mongodump and some scripts write the kind and options of a collection beside it.
    return (one for one in folder.iterdir() if one.suffix.lower() in _ENDINGS and not one.stem.endswith(".metadata"))


def _collection(stem: str) -> str | None:
    whole, last = (re.sub(r"[^a-z]", "", part.lower()) for part in (stem, stem.rpartition(".")[2]))
    for name, others in _ALSO.items():
        if {whole, last} & {name, *others}:
            return name
    return None
