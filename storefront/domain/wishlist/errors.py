"""What can go wrong with a wishlist."""

from storefront.core.errors import Conflict, NotFound


class NoSuchWish(NotFound):
    sentence = "That piece is not in your wishlist."


class WishlistFull(Conflict):
    """`most` is how many pieces it holds."""

    def __init__(self, most: int) -> None:
        super().__init__(f"A wishlist holds at most {most} pieces. Take one out first.", most=most)
