"""By what a product can be filtered: pure functions from its own words to values that many products share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storefront.core.money import lakh
from storefront.core.text import slug
from storefront.domain.catalog.choices import choice_name

METAL, STONE, SIZE = "metal", "stone", "size"
CATEGORY, TAG, PRICE, RATING, STOCK, FEATURED = "category", "tag", "price", "rating", "stock", "featured"
YES = "1"
"""The value of being in stock, and of being featured."""


@dataclass(frozen=True, slots=True)
class Value:
    """`value` stands in addresses and is compared; `label` is shown."""

    facet: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """Prices from `low` to `high`, both included, in paise; None: no end."""

    value: str
    label: str
    low: int
    high: int | None


def _bands() -> tuple[Band, ...]:
    edges = (0, 10_000, 25_000, 50_000, 100_000, 250_000)
    made = []
    for low, high in zip(edges, (*edges[1:], None), strict=True):
        if high is None:
            made.append(Band(f"{low}-", f"{lakh(low * 100)} and over", low * 100, None))
        else:
            label = f"{lakh(low * 100)} to {lakh(high * 100)}" if low else f"Under {lakh(high * 100)}"
            made.append(Band(f"{low}-{high}", label, low * 100, high * 100 - 1))
    return tuple(made)


BANDS = _bands()
STARS = (4, 3, 2)
"""From how many stars on pieces can be asked for."""

# The longer words first: 'gold-plated silver' is no gold.
_METALS = (
    (r"(?:gold|rhodium|silver)[ -]plated(?: \w+)?|vermeil", None),
    (r"(yellow|white|rose|pink|green|two-tone|three-tone) gold", None),
    (r"(?:sterling|fine|oxidi[sz]ed|925|999)? ?silver", "Silver"),
    (r"platinum", "Platinum"),
    (r"palladium", "Palladium"),
    (r"titanium", "Titanium"),
    (r"(?:stainless )?steel", "Steel"),
    (r"brass", "Brass"),
    (r"copper", "Copper"),
    (r"gold", "Gold"),
)
_METAL = re.compile("|".join(f"(?P<m{at}>{pattern})" for at, (pattern, _) in enumerate(_METALS)), re.IGNORECASE)
_STONES = (
    "diamond|ruby|rubies|emerald|sapphire|pearl|amethyst|topaz|citrine|peridot|garnet|opal|turquoise|onyx|morganite|aquamarine|"
    "tanzanite|tourmaline|spinel|moonstone|coral|jade|zirconia|zircon|moissanite|kundan|polki|labradorite|lapis|quartz|agate|"
    "amber|alexandrite|malachite|carnelian"
)
_COLOURED = ("sapphire", "topaz", "tourmaline", "spinel", "quartz")
_STONE = re.compile(
    rf"\b(?:(?P<colour>blue|pink|yellow|green|white|purple|rose|smoky) )?(?P<stone>{_STONES})(?:s|es)?\b", re.IGNORECASE
)
_PURITY = re.compile(r"^\s*\d+(?:\.\d+)?\s*(?:kt|k|ct|carat|karat)\b\s*", re.IGNORECASE)
_MEASURE = re.compile(r"^\s*\d")


def values_of(variants: Mapping[str, Any], specifications: Mapping[str, Any]) -> list[Value]:
    """The metals, stones and sizes of a product, each once. Where variants name no metal or no stone, specifications do."""
    found = [
        *(_value(METAL, label) for label in _named(METAL, variants, specifications, _metals)),
        *(_value(STONE, label) for label in _named(STONE, variants, specifications, _stones)),
        *(_value(SIZE, label) for label in _words(SIZE, variants)),
    ]
    return list({(one.facet, one.value): one for one in found}.values())


def band_of(price: int) -> Band:
    """The band that a price in paise falls into."""
    return next(band for band in reversed(BANDS) if price >= band.low)


def shares_of_bands(low: int | None, high: int | None) -> list[tuple[Band, float]]:
    """The bands that prices from low to high, both included, touch, and how much of each lies within."""
    shares = []
    for band in BANDS:
        # Nobody knows where the last band ends; most of what is in it costs less than four times its beginning.
        end = band.low * 4 if band.high is None else band.high
        first, last = max(band.low, low or 0), end if high is None else min(end, high)
        if first <= last:
            shares.append((band, (last - first + 1) / (end - band.low + 1)))
        elif band.high is None and (high is None or high >= band.low):
            shares.append((band, 0.01))
    return shares


def stars(least: int) -> Value:
    """Being rated so well on average, or better."""
    return Value(RATING, str(least), f"{least} stars and more")


def title_of(tag: str) -> str:
    """A tag's name as people read it; clients know it as it was written: 'bridal'."""
    return tag[:1].upper() + tag[1:]


def detail_of(specifications: Mapping[str, Any]) -> str:
    """What a card says under the name: '18 kt yellow gold'."""
    material, purity = str(specifications.get("material") or ""), str(specifications.get("purity") or "")
    carat = re.match(r"\d+ kt\b", purity)
    if carat and re.fullmatch(r"(yellow|white|rose) gold", material, re.IGNORECASE):
        return f"{carat[0]} {material.lower()}"
    return material[:80]


@lru_cache(5_000)
def _value(facet: str, label: str) -> Value:
    # An import has the same few words a thousand times.
    return Value(facet, slug(label), label)


def _named(facet: str, variants: Mapping[str, Any], specifications: Mapping[str, Any], read: Any) -> list[str]:
    offered, told = _words(facet, variants), _words(facet, specifications)
    known = [label for words in offered for label in read(words)] or [label for words in told for label in read(words)]
    # A metal or stone that we have never heard of is still one; a size of stone ('0.75 ct') is none.
    return known or [words for words in offered or told if not _MEASURE.match(words) and len(words) <= 40]


def _words(facet: str, given: Mapping[str, Any]) -> list[str]:
    words = []
    for key, value in given.items():
        if choice_name(key) == facet:
            words += [str(one).strip() for one in (value if isinstance(value, list) else [value])]
    return [word[:80] for word in words if word and word not in ("None", "True", "False")]


def _metals(words: str) -> Iterator[str]:
    for match in _METAL.finditer(_PURITY.sub("", words)):
        label = _METALS[int(str(match.lastgroup)[1:])][1] if match.lastgroup else None
        yield label or match[0].capitalize()


def _stones(words: str) -> Iterator[str]:
    for match in _STONE.finditer(words):
        stone = match["stone"].lower()
        stone = {"rubies": "ruby", "zirconia": "zircon"}.get(stone, stone)
        colour = (match["colour"] or "").lower() if stone in _COLOURED else ""
        yield f"{colour} {stone}".strip().capitalize()
