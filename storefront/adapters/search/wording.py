"""Words as search compares them: the same for the index and for a query, on both engines.

The engines' own parsers are not asked: they disagree on accents, hyphens and numbers, and neither knows the vowel signs of
Indian scripts.
"""

import re
import unicodedata

LONGEST = 40
"""Letters of a word that count, in the index as in a query."""

# Unicode counts the vowel signs of Devanagari and its relatives (Bengali to Sinhala) among the marks, and \w leaves marks out.
_INDIAN = "\u0900-\u0963\u0971-\u0dff"
_WORD = re.compile(rf"(?:[^\W_]|[{_INDIAN}])+")
# Within a word these are not heard: the apostrophe of "men's", the joiners and the nukta of Devanagari.
_SILENT = re.compile("['’\u093c\u200c\u200d]")
_INDIAN_SIGN = re.compile(f"[{_INDIAN}]")


_MARK = "="
# One mark is one word to FTS5, which is told so of these signs of ASCII; what other ones there might be, it would end a word at.
MARK_SIGNS = "=:-_."
_SET_APART = {code: 0xE000 + code for code in range(1, 128) if not (chr(code).isalnum() or chr(code) in MARK_SIGNS)}
_SET_BACK = {apart: code for code, apart in _SET_APART.items()}


def marks(labels: str) -> list[str]:
    """Labels, as they stand in a document, as words of the index: '=metal:gold' begins as no typed word can."""
    return [_MARK + label.translate(_SET_APART) for label in labels.split()]


def is_mark(word: str) -> bool:
    return word.startswith(_MARK)


def label_of(mark: str) -> str:
    return mark[len(_MARK) :].translate(_SET_BACK)


def words(text: str) -> list[str]:
    """The words in their order, without case and accents: 'Nákshi nose-pin' → nakshi, nose, pin."""
    return [word[:LONGEST] for word in _WORD.findall(_SILENT.sub("", _plain(text)))]


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text)
    kept = (part for part in parts if unicodedata.category(part) != "Mn" or _INDIAN_SIGN.match(part))
    return unicodedata.normalize("NFC", "".join(kept).casefold())


def forms(word: str) -> list[str]:
    """The same word in the other number, unless that begins with this one: rings → ring, ruby → rubies."""
    stem, endings = _parted(word)
    return [stem + ending for ending in endings]


def root(word: str) -> str:
    """The beginning that a word shares with its forms."""
    return _parted(word)[0]


def _parted(word: str) -> tuple[str, tuple[str, ...]]:
    if len(word) < 4:
        return word, ()
    if word.endswith("ies"):
        return word[:-3], ("y", "ie")
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2], ("", "e")
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1], ("",)
    return (word[:-1], ("ies",)) if word.endswith("y") else (word, ())
