"""Passwords: which are good enough, and their hashes."""

import base64
import hashlib
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import bcrypt

from storefront.core.site import site

SHORTEST = 10
LONGEST = 1000
_MOST_BYTES = 72
"""What bcrypt takes."""

_COMMON = Path(__file__).with_name("common_passwords.txt")
_SOUND = re.compile(r"\$2[aby]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}")
_NOBODY = "DUhgRG9DXkjZ1Iqb6bERKeu5rIp5VnbsTkkqT/xQTagX1qjt2Vrse"
_LOOKS_LIKE = str.maketrans("@4310!$57", "aaeioisst")


def hash_of(password: str) -> str:
    """A bcrypt hash with a salt of its own, of the cost that the site sets; takes a quarter of a second at cost 12."""
    return bcrypt.hashpw(_prepared(password), bcrypt.gensalt(site().bcrypt_cost)).decode()


def is_hash(text: str) -> bool:
    """Whether this is a bcrypt hash that can be checked: $2a$, $2b$ or $2y$."""
    return _SOUND.fullmatch(text) is not None


def belongs(password: str, kept: str | None) -> bool:
    """Whether this hash was made of the password.

    Without a hash, or with one that is none, it works just as long and answers no, so that time tells nothing about who exists.
    """
    sound = kept is not None and is_hash(kept)
    against = kept if kept and sound else f"$2b${site().bcrypt_cost:02}${_NOBODY}"
    return bcrypt.checkpw(_prepared(password), against.encode()) and sound


def trouble_with(password: str, *names: str) -> str | None:
    """The sentence that says why this password will not do for somebody of these names, or None if it will."""
    if len(password) < SHORTEST:
        return f"A password needs at least {SHORTEST} characters."
    if password.casefold() in {name.casefold() for name in names}:
        return "A password must not be the user name or the e-mail address."
    if _is_common(password):
        return "This password is too easy to guess. Three or four words that belong together only for you are a good one."
    return None


def _prepared(password: str) -> bytes:
    """What bcrypt gets. A longer password is hashed first: cut, two that differ after 72 bytes would be the same."""
    plain = password.encode()
    return plain if len(plain) <= _MOST_BYTES else base64.b64encode(hashlib.sha256(plain).digest())


def _is_common(password: str) -> bool:
    plain = password.casefold()
    cut = (plain, re.sub(r"[\W\d_]+$", "", plain), re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain))
    read = {*cut, *(text.translate(_LOOKS_LIKE) for text in cut)}
    spellings = read | {re.sub(r"[\W\d_]+", "", text) for text in read}
    units = {_unit(spelling) for spelling in spellings}
    return len(_unit(plain)) <= 2 or _counts(plain) or not units.isdisjoint(_common())


def _unit(text: str) -> str:
    """What is repeated to make the text: 'abcabc' → 'abc'; the text itself if nothing is."""
    return text[: (text + text).find(text, 1)]


def _counts(text: str) -> bool:
    """Whether it only goes on by one, up or down: abcdefghij, 9876543210."""
    return {ord(after) - ord(before) for before, after in pairwise(text)} in ({1}, {-1})


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
