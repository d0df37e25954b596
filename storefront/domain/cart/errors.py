"""What can go wrong with a bag."""

from storefront.core.errors import Conflict, Invalid, NotFound


class NoSuchProduct(NotFound):
    sentence = "There is no such piece in the shop."


class NoSuchLine(NotFound):
    sentence = "That piece is not in your bag."


class BagFull(Conflict):
    """`most` is how many lines it holds."""

    def __init__(self, most: int) -> None:
        super().__init__(f"A bag holds at most {most} different pieces. Take one out first.", most=most)


class WhichLine(Invalid):
    """Several lines have this product; the options must say which is meant."""

    def __init__(self) -> None:
        super().__init__({"options": "This piece is in the bag with several options; say which one is meant."})
