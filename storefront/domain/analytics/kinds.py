"""What is tracked, of whom, and how popular pieces are put in order."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PRODUCT_VIEW = "product_view"
    PURCHASE = "purchase"
    """Kept as it was told; sales and revenue are counted from orders."""
    SEARCH = "search"
    ADD_TO_CART = "add_to_cart"
    ADD_TO_WISHLIST = "add_to_wishlist"


class Popularity(StrEnum):
    VIEWS = "views"
    SALES = "sales"
    REVENUE = "revenue"


@dataclass(frozen=True)
class Visit:
    """Where an event came from, as the request tells it."""

    session_id: str
    ip_address: str
    user_agent: str
