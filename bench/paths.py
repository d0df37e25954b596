"""What is measured: each path of the shop with what is asked of it, its probe, and how much more than the probe it may cost.

A visitor without bag and sign-in gets pages that are kept whole. One with a bag gets the same pages made anew, from cards that
are kept or, where nobody has asked for these pieces lately, made anew as well.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode

from bench.asked import Request
from bench.catalogue import METALS, MOTIFS, ROOMS, STONES
from bench.stocked import Piece, Stocked
from storefront.web.bag import COOKIE

FEW = 5
"""Pages that are asked for again and again."""
DEEP = 20
"""Pages of a list that visitors reach."""
PAGE = 24
SORTS = ("featured", "price_asc", "newest", "name")


@dataclass(frozen=True)
class Path:
    """`asked` and `bare` are the same work, one by one."""

    name: str
    state: str
    """What is kept of it when it is asked for."""
    asked: list[Request]
    bare: list[Request]
    probe: str
    """What the probe does, in a few words."""
    target: float | None = None
    """So many times the probe, at most."""
    once: bool = False
    """Each request can be sent, or tells something, only once."""


@dataclass(frozen=True)
class Proof:
    """That the form of the checkout came from the shop: its cookie and its token, good for every guest."""

    cookie: str
    token: str


@dataclass(frozen=True)
class Guests:
    """Tokens of their bags."""

    looking: str
    adding: list[str]
    buying: list[str]
    proof: Proof


def paths(shop: Stocked, guests: Guests) -> list[Path]:
    """All of them, in the order of the table."""
    return [*_home(guests), *_listing(shop, guests), *_product(shop, guests), *_search(), *_writing(shop, guests), *_json(shop)]


def _home(guests: Guests) -> list[Path]:
    bare = [Request("/page")]
    return [
        Path("home", "page kept", [Request("/")], bare, "a Flask page", 2.0),
        Path("home", "cards kept", [Request("/", _bag(guests.looking))], bare, "a Flask page"),
    ]


def _listing(shop: Stocked, guests: Guests) -> list[Path]:
    every = _pages(shop)
    few = every[:FEW]
    shopper = _bag(guests.looking)
    kept = [_list_probe("/kept", *page) for page in few]
    anew = [_list(*page, cookies=shopper) for page in every]
    bare = [_list_probe("/listing", *page) for page in every]
    return [
        Path("listing", "page kept", [_list(*page) for page in few], [Request("/page")], "a Flask page", 2.0),
        Path("listing", "cards kept", [_list(*page, cookies=shopper) for page in few], kept, "ids, cards kept", 1.5),
        Path("listing", "all anew", anew, bare, "24 rows, count, cards", 1.0, once=True),
    ]


def _pages(shop: Stocked) -> list[tuple[str, str, str, int]]:
    """Category (id and slug), order and number of pages of lists, shuffled; no two of them the same."""
    rooms = [(*room[:2], page) for room in shop.rooms for page in range(1, min(DEEP, room[2] // PAGE) + 1)]
    found = [(category, slug, sort, page) for (category, slug, page), sort in product(rooms, SORTS)]
    random.Random(len(found)).shuffle(found)
    return found


def _list(_category: str, slug: str, sort: str, page: int, cookies: dict[str, str] | None = None) -> Request:
    return Request(_address(f"/c/{slug}", sort=sort, page=page), cookies or {})


def _list_probe(path: str, category: str, _slug: str, sort: str, page: int) -> Request:
    return Request(_address(path, category=category, sort=sort, page=page))


def _product(shop: Stocked, guests: Guests) -> list[Path]:
    few, shopper = shop.slugs[:FEW], _bag(guests.looking)
    anew = [Request(f"/p/{slug}", shopper) for slug in shop.slugs]
    bare = [Request(_address("/product", slug=slug)) for slug in shop.slugs]
    return [
        Path("product", "page kept", [Request(f"/p/{slug}") for slug in few], [Request("/page")], "a Flask page", 2.0),
        Path("product", "all anew", anew, bare, "a row, 8 beside, its page", 1.2, once=True),
    ]


def _search() -> list[Path]:
    """No page of it is kept whole. The bare search has the same address as the shop's. Either word comes first once."""
    kinds = [kind.lower() for room in ROOMS for kind in room.kinds]
    looks = [one.name.lower() for one in (*STONES, *METALS)] + [motif.lower().replace("-", " ") for motif in MOTIFS]
    pairs = [*product(dict.fromkeys(looks), kinds), *product(kinds, dict.fromkeys(looks))]
    asked = [Request(_address("/search", q=f"{first} {second}")) for first, second in pairs]
    random.Random(len(asked)).shuffle(asked)
    return [
        Path("search", "hits kept", asked[:FEW], asked[:FEW], "best 24 of 2,000 candidates", 2.0),
        Path("search", "hits anew", asked, asked, "best 24 of 2,000 candidates", 2.0, once=True),
    ]


def _writing(shop: Stocked, guests: Guests) -> list[Path]:
    pieces = _round(shop.pieces, len(guests.adding))
    adding = [_add(token, piece) for token, piece in zip(guests.adding, pieces, strict=True)]
    buying = [check_out(token, guests.proof) for token in guests.buying]
    lines = [Request("/add", _bag(token), {"productId": one.id}) for token, one in zip(guests.adding, pieces, strict=True)]
    orders = [Request("/sell", form={"item": piece.id}) for piece in _round(shop.pieces, len(guests.buying))]
    return [
        Path("add to bag", "a third piece", adding, lines, "a look, a line, a commit", 1.5, once=True),
        Path("checkout", "of two pieces", buying, orders, "conditional UPDATE, order, commit", 2.0, once=True),
    ]


def _add(token: str, piece: Piece) -> Request:
    options = {f"option.{name}": value for name, value in piece.options.items()}
    return Request("/bag/lines", _bag(token), {"productId": piece.id, "quantity": "1", **options})


def check_out(token: str, proof: Proof) -> Request:
    """A guest sends the form of the checkout."""
    typed = {
        "email": "asha@example.in",
        "phone": "9876543210",
        "name": "Asha Patil",
        "pin": "411004",
        "city": "Pune",
        "state": "Maharashtra",
        "street": "14 Champa Lane",
        "csrf_token": proof.token,
    }
    return Request("/checkout", {**_bag(token), "form": proof.cookie}, typed)


def _json(shop: Stocked) -> list[Path]:
    every = _pages(shop)
    asked = [Request(_address("/auth/products", category=slug, sort=sort, page=page, limit=20)) for _, slug, sort, page in every]
    bare = [_list_probe("/json", *page) for page in every]
    return [
        Path("JSON list", "kept", asked[:FEW], [Request("/page")], "a Flask page", 2.0),
        Path("JSON list", "all anew", asked, bare, "20 rows, msgspec", 1.0, once=True),
    ]


def _bag(token: str) -> dict[str, str]:
    return {COOKIE: token}


def _address(path: str, **parameters: object) -> str:
    return f"{path}?{urlencode(parameters)}"


def _round(pieces: Iterable[Piece], count: int) -> list[Piece]:
    """So many of them, from the beginning again where they end."""
    given = list(pieces)
    return [given[number % len(given)] for number in range(count)]
