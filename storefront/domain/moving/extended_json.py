"""MongoDB's Extended JSON, versions 1 and 2, read document by document however large the file is.

A decoder of our own of one page: what the shop needs of it are eight types, in streams that may be broken anywhere, which
`bson.json_util` reads whole and ends at the first error. Source: MongoDB Extended JSON specification.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any

_CHUNK = 1 << 18
_LARGEST = 16 << 20
"""Characters: MongoDB keeps no larger document, so what does not end by then is broken."""
_CUT = 12
"""A fault so near to the end of what was read may only be that the rest is missing."""
_BETWEEN = re.compile(r"[\s,\[\]]*")
_NEXT_LINE = re.compile(r"\n,? ?(?=\{)")
# Objects inside a document are indented, or have no id before all else.
_NEXT_IN_ARRAY = re.compile(r'\n,? ?(?=\{)|\}\s*,\s*(?=\{\s*"_id")')
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OID = re.compile(r"[0-9a-fA-F]{24}")


@dataclass(frozen=True)
class Read:
    """What stands at one place of a file: a document, or something that is none."""

    document: dict[str, Any] | None
    number: int
    """Of the document in its file, from 1."""
    trouble: str = ""


def documents(path: Path, progress: Callable[[int], None] = lambda _bytes: None) -> Iterator[Read]:
    """Every document of a file: an array, one a line, or indented. `progress` is told how many bytes were read each time."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        yield from _Stream(file, progress)


class _Stream:
    """A window over the file that moves on as documents are taken out of it."""

    def __init__(self, file: Any, progress: Callable[[int], None]) -> None:
        self._file, self._progress = file, progress
        self._text, self._at, self._ended, self._told = "", 0, False, 0
        self._is_array = False

    def __iter__(self) -> Iterator[Read]:
        self._more()
        self._is_array = self._text.lstrip()[:1] == "["
        number = 0
        while self._skip():
            number += 1
            yield self._take(number)

    def _skip(self) -> bool:
        """To the next document; False at the end of the file."""
        while True:
            between = _BETWEEN.match(self._text, self._at)
            self._at = between.end() if between else self._at
            if self._at < len(self._text):
                return True
            if not self._more():
                return False

    def _take(self, number: int) -> Read:
        while True:
            try:
                found, self._at = _decode(self._text, self._at)
            except JSONDecodeError as fault:
                if self._may_be_cut(fault) and self._more():
                    continue
                self._resume()
                return Read(None, number, "This is not valid JSON.")
            except RecursionError:
                self._resume()
                return Read(None, number, "This is nested too deeply.")
            return Read(found, number) if isinstance(found, dict) else Read(None, number, "This is not a document.")

    def _may_be_cut(self, fault: JSONDecodeError) -> bool:
        if len(self._text) - self._at > _LARGEST:
            return False
        return fault.msg.startswith("Unterminated string") or fault.pos >= len(self._text) - _CUT

    def _resume(self) -> None:
        """Behind something broken: at the next place where a document begins."""
        begins = _NEXT_IN_ARRAY if self._is_array else _NEXT_LINE
        while (found := begins.search(self._text, self._at + 1)) is None:
            # The end of a search may cut the place in two: the last characters are looked at again.
            self._at = max(self._at, len(self._text) - 64)
            if not self._more():
                self._at = len(self._text)
                return
        self._at = found.end()

    def _more(self) -> bool:
        """Reads on; what was taken is let go. False at the end of the file."""
        if self._ended:
            return False
        chunk = self._file.read(_CHUNK)
        self._tell()
        self._ended = not chunk
        self._text, self._at = self._text[self._at :] + chunk, 0
        return bool(chunk)

    def _tell(self) -> None:
        position = self._file.buffer.tell()
        self._progress(position - self._told)
        self._told = position


def _plain(found: dict[str, Any]) -> Any:
    """The value that an object of Extended JSON stands for; any other object, and one that cannot be read, as it is."""
    if len(found) > 2 or not (name := next(iter(found), "")).startswith("$") or name not in _TYPES:
        return found
    try:
        return _TYPES[name](found[name])
    except (ValueError, TypeError, OverflowError, InvalidOperation):
        return found


def _oid(given: Any) -> str:
    if not isinstance(given, str) or not _OID.fullmatch(given):
        raise ValueError(given)
    return given.lower()


def _date(given: Any) -> datetime:
    """ISO 8601, or milliseconds since 1970 (`$numberLong` has become a number already)."""
    if isinstance(given, str):
        moment = datetime.fromisoformat(given)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise TypeError(given)
    return _EPOCH + timedelta(milliseconds=given)


_TYPES: dict[str, Callable[[Any], Any]] = {
    "$oid": _oid,
    "$date": _date,
    "$numberInt": int,
    "$numberLong": int,
    "$numberDouble": float,
    "$numberDecimal": Decimal,
    "$symbol": str,
    "$undefined": lambda _given: None,
}
_decode = JSONDecoder(object_hook=_plain).raw_decode
