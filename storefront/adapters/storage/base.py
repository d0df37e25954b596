"""Where files lie. A key is a path of plain names, made from content, and is never written twice with other bytes."""

import re
from collections.abc import Iterator
from typing import Protocol

from storefront.core.errors import Unavailable

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"
_KEY = re.compile(rf"{_NAME}(/{_NAME}){{0,7}}")


class StorageUnavailable(Unavailable):
    """The place where files lie does not answer, is full or refuses; nothing is known of what was asked."""

    sentence = "Files cannot be kept or read just now. Please try again in a minute."


class Storage(Protocol):
    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Kept when this returns. Raises StorageUnavailable if it cannot be, ValueError if that is no key."""

    def get(self, key: str) -> bytes | None:
        """The bytes, or None if there is no such file. Raises StorageUnavailable if that cannot be known."""

    def exists(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """Gone when this returns; that it was not there is no error."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key, or those in the folder of that name and in its folders."""

    def url(self, key: str) -> str:
        """Where a browser finds it: a path of this site (/media/…), or the CDN's or the bucket's address.

        The address of `a/b` is the address of `a` and then `/b`.
        """

    def healthy(self) -> bool:
        """Whether a file can be kept and read back right now: it is tried. Never raises."""


def is_key(text: str) -> bool:
    """Whether the text has the form of a key: no '..', no hidden or empty name, nothing absolute."""
    return _KEY.fullmatch(text) is not None


def checked(key: str) -> str:
    """The key itself, or ValueError."""
    if not is_key(key):
        raise ValueError(f"not a key: {key!r}")
    return key
