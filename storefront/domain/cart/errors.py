"""What can go wrong with a bag."""

from storefront.core.errors import Invalid, NotFound


class NoSuchProduct(NotFound):
    sentence = "There is no such piece in the shop."


class NoSuchLine(NotFound):
    sentence = "That piece is not in your bag."


class WhichLine(Invalid):
    """Several lines have this product; the options must say which is meant."""

    def __init__(self) -> None:
        super().__init__({"options": "This piece is in the bag with several options; say which one is meant."})
