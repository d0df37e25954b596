"""A catalogue of any size for a throw-away shop. The same number of products is the same catalogue, always."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

SEED = 1881
PICTURES = 300
"""Pictures that the products share; there are no files behind them."""


@dataclass(frozen=True)
class Room:
    """A category: what its pieces are called, how many in a hundred stand in it, what they weigh and in which sizes they come."""

    name: str
    kinds: tuple[str, ...]
    share: int
    grams: tuple[float, float]
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Metal:
    name: str
    purity: str
    choice: str
    """As a choice of a product names it."""
    gram: int
    """Rupees a gram, worked."""


@dataclass(frozen=True)
class Stone:
    name: str
    told: str
    """As a product's specifications tell of it."""
    price: int
    """Rupees for the stones of one piece, from here to five times as much."""


ROOMS = (
    Room("Rings", ("Ring", "Band", "Solitaire"), 20, (2.0, 7.5), ("8", "10", "12", "14", "16", "18", "20", "22")),
    Room("Earrings", ("Studs", "Jhumkas", "Hoops", "Drops"), 18, (1.5, 14.0)),
    Room("Pendants", ("Pendant", "Locket"), 14, (1.2, 6.0), ("40 cm", "45 cm", "50 cm")),
    Room("Necklaces", ("Necklace", "Choker", "Haar"), 12, (8.0, 60.0), ("40 cm", "42 cm", "45 cm")),
    Room("Bangles", ("Bangle", "Kada"), 10, (9.0, 32.0), ("2.2", "2.4", "2.6", "2.8")),
    Room("Bracelets", ("Bracelet", "Cuff"), 9, (4.0, 18.0), ("16 cm", "18 cm", "20 cm")),
    Room("Chains", ("Chain",), 6, (4.0, 25.0), ("45 cm", "50 cm", "55 cm", "60 cm")),
    Room("Nose Pins", ("Nose Pin", "Nath"), 5, (0.3, 1.8)),
    Room("Anklets", ("Anklet", "Payal"), 3, (4.0, 22.0), ("23 cm", "25 cm", "27 cm")),
    Room("Mangalsutra", ("Mangalsutra",), 3, (3.5, 16.0), ("42 cm", "45 cm", "50 cm")),
)
METALS = (
    Metal("Yellow gold", "22 kt (916)", "22 kt yellow gold", 7_900),
    Metal("Yellow gold", "18 kt (750)", "18 kt yellow gold", 6_700),
    Metal("White gold", "18 kt (750)", "18 kt white gold", 6_900),
    Metal("Rose gold", "18 kt (750)", "18 kt rose gold", 6_800),
    Metal("Yellow gold", "14 kt (585)", "14 kt yellow gold", 5_300),
    Metal("Platinum", "950 platinum", "Platinum", 5_900),
    Metal("Silver", "925 sterling silver", "Silver", 260),
)
STONES = (
    Stone("Diamond", "Lab-grown diamond, round brilliant", 24_000),
    Stone("Polki", "Uncut polki diamonds", 42_000),
    Stone("Ruby", "Rubies, oval", 16_000),
    Stone("Emerald", "Emeralds, step cut", 19_000),
    Stone("Blue sapphire", "Blue sapphire, cushion", 21_000),
    Stone("Pearl", "Freshwater pearls", 3_500),
    Stone("Kundan", "Kundan-set glass", 6_000),
    Stone("Garnet", "Garnets, round", 2_800),
)
NAMES = (
    "Aarohi", "Aditi", "Ahana", "Alaknanda", "Amara", "Ambika", "Amrita", "Ananya", "Anika", "Anjali", "Anvi", "Aparna",
    "Arya", "Avani", "Bela", "Bhavya", "Chandni", "Charu", "Damini", "Deepika", "Devika", "Dhara", "Diya", "Eesha", "Gauri",
    "Gulaab", "Heera", "Indira", "Ira", "Ishani", "Jaya", "Juhi", "Jyoti", "Kaavya", "Kalyani", "Kamala", "Kanak", "Kashvi",
    "Kiara", "Kirti", "Kumud", "Lalita", "Lavanya", "Leela", "Madhavi", "Mahi", "Maithili", "Malini", "Manjari", "Meera",
    "Mohini", "Mrinal", "Mukta", "Myra", "Naina", "Nandini", "Navya", "Neel", "Nisha", "Noor", "Padma", "Pallavi", "Parul",
    "Payal", "Pia", "Poorvi", "Prabha", "Radha", "Ragini", "Rajni", "Rani", "Revati", "Rhea", "Ritu", "Rivaa", "Roshni",
    "Rukmini", "Saanjh", "Sanaa", "Sarayu", "Savitri", "Shanti", "Sharda", "Shivani", "Shreya", "Sia", "Sitara", "Sohini",
    "Sudha", "Suhani", "Swara", "Tanvi", "Tara", "Tulsi", "Uma", "Urvi", "Vasudha", "Vidya", "Yamini", "Zara",
)  # fmt: skip
MOTIFS = (
    "Halo", "Lotus", "Paisley", "Temple", "Vine", "Crescent", "Peacock", "Mango", "Twist", "Filigree", "Marigold",
    "Trellis", "Wave", "Petal", "Star", "Knife-Edge", "Cluster", "Eternity", "Jasmine", "Sunburst", "Lattice", "Rope",
    "Leaf", "Feather", "Arch", "Dew",
)  # fmt: skip
TAGS = ("bestseller", "bridal", "everyday", "festive", "gift", "men", "new", "office", "trending", "vintage")
OPENINGS = (
    "Made for a day that one remembers, and light enough for all that follow it.",
    "Drawn after the carvings of an old stepwell, and cut by hand.",
    "A quiet piece, polished outside and rounded within, so that one forgets to take it off.",
    "Set low, so that nothing catches, by one of our oldest hands.",
    "An old pattern in a slimmer line, for those who like their heirlooms new.",
    "As it was worn in Jaipur a hundred years ago, and as it will be worn in another hundred.",
)
CLOSINGS = (
    "Hallmarked, and sent with its certificate.",
    "Each is a little different, as things are that are made by hand.",
    "Matches others of its line, which can be had one by one.",
    "Comes in a box of neem wood, with a cloth to keep it bright.",
)


def products(count: int) -> Iterator[dict[str, Any]]:
    """So many products, as the API takes them. One after another they stand in all rooms, so that any part is like the whole."""
    dice = random.Random(SEED)
    for number in range(1, count + 1):
        yield _product(number, dice)


def picture_key(number: int) -> str:
    """The key under which a picture would lie in the storage."""
    name = blake2b(f"picture {number}".encode(), digest_size=16).hexdigest()
    return f"{name[:2]}/{name[2:]}"


def picture_address(number: int) -> str:
    """As a product names it; a number beyond the last picture is that of an earlier one again."""
    return f"/media/{picture_key(number % PICTURES)}/master.webp"


def _product(number: int, dice: random.Random) -> dict[str, Any]:
    room = dice.choices(ROOMS, [room.share for room in ROOMS])[0]
    metals = dice.sample(METALS, dice.choice((1, 1, 2, 3)))
    stone = dice.choice(STONES) if dice.random() < 0.7 else None
    grams = round(dice.uniform(*room.grams), 2)
    price = _price(grams, metals[0], stone, dice)
    kind, name, motif = dice.choice(room.kinds), dice.choice(NAMES), dice.choice(MOTIFS)
    first = dice.randrange(PICTURES)
    return {
        "name": " ".join(filter(None, (name, motif, stone.name.title() if stone else "", kind))),
        "slug": "-".join(f"{name} {motif} {kind}".lower().split()) + f"-{number}",
        "sku": f"{room.name[:2].upper()}-{number:06d}",
        "category": room.name,
        "description": _description(metals[0], stone, kind, dice),
        "price": price,
        "comparePrice": round(price * 1.12, -2) if dice.random() < 0.25 else None,
        "specifications": _specifications(grams, metals[0], stone),
        "variants": _variants(room, metals),
        "weightGrams": grams,
        "tags": dice.sample(TAGS, dice.choice((0, 1, 1, 2, 3))),
        "noOfProducts": _stock(dice),
        "stockAlert": 2,
        "featured": dice.random() < 0.01,
        "images": [picture_address(first + step) for step in range(dice.choice((1, 2, 2, 3)))],
    }


def _price(grams: float, metal: Metal, stone: Stone | None, dice: random.Random) -> int:
    stones = stone.price * dice.uniform(1, 5) if stone else 0
    return max(500, round((grams * metal.gram * 1.18 + stones) / 50) * 50)


def _stock(dice: random.Random) -> int | None:
    """One in twenty is made to order, one in twenty is sold out."""
    luck = dice.random()
    return None if luck < 0.05 else 0 if luck < 0.1 else dice.randint(1, 60)


def _specifications(grams: float, metal: Metal, stone: Stone | None) -> dict[str, str]:
    told = {"material": metal.name, "purity": metal.purity, "weight": f"{grams} g"}
    return {**told, "gemstone": stone.told} if stone else told


def _variants(room: Room, metals: list[Metal]) -> dict[str, list[str]]:
    offered = {"sizes": list(room.sizes), "metals": [metal.choice for metal in metals]}
    return {name: values for name, values in offered.items() if values}


def _description(metal: Metal, stone: Stone | None, kind: str, dice: random.Random) -> str:
    made = f"This {kind.lower()} is made of {metal.name.lower()}, {metal.purity}"
    then = f"set with {stone.told[0].lower()}{stone.told[1:]}" if stone else "left plain, for the metal to speak"
    return f"{dice.choice(OPENINGS)} {made}, and {then}. {dice.choice(CLOSINGS)}"
