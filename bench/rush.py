"""Fifty buyers for the last ten pieces, all at once: exactly ten of them get one."""

from dataclasses import dataclass
from statistics import median

from bench.asked import Request
from bench.catalogue import picture_address
from bench.servers import Server
from bench.stocked import Piece
from bench.windows import Visit
from storefront.core.forms import parse
from storefront.domain.catalog import services as catalog
from storefront.domain.catalog.forms import ProductForm

BUYERS, LAST = 50, 10
ORDERED = "303"


@dataclass(frozen=True)
class Rush:
    ordered: int
    p50: float
    """Milliseconds until a buyer knew."""
    seconds: float
    """Until the last one knew."""


def last_pieces() -> Piece:
    """A product of which there are no more than these."""
    ring = {"name": "The Last Ten", "category": "Rings", "price": 48_000, "noOfProducts": LAST, "images": [picture_address(0)]}
    return Piece(catalog.add_product(parse(ProductForm, ring), None), "the-last-ten", {})


def rush(server: Server, database: int | None, buying: list[Request]) -> Rush:
    """All of these check out at the same moment."""
    seen = Visit(server, database, len(buying), seconds=30).outcome(buying, once=True)
    return Rush(seen["statuses"].get(ORDERED, 0), 1000 * median(seen["took"]), seen["seconds"])
