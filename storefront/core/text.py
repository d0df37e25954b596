"""Words to addresses and back to comparable words."""

import re
import unicodedata

from slugify import slugify


def slug(words: str) -> str:
    """The words as they stand in an address: 'Nose Pins' → 'nose-pins'. At most 80 characters; never empty."""
    return slugify(words, max_length=80, word_boundary=True) or "item"


def fold(words: str) -> str:
    """For comparing names: case, accents, hyphens and doubled spaces do not count. 'Nose-Pins ' → 'nose pins'."""
    # Only the accents of Latin go: in Devanagari and its sisters the marks are letters.
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", words))
    return re.sub(r"[\s\-_]+", " ", plain).strip().casefold()
