"""What can go wrong with stock."""

from storefront.core.errors import Conflict


class OutOfStock(Conflict):
    """Fewer can be sold than were asked for. `left` is how many can."""

    def __init__(self, item_id: str, left: int, name: str = "") -> None:
        what = name or "This piece"
        sentence = f"{what} is sold out." if left == 0 else f"Only {left} of this piece can be had just now."
        if left and name:
            sentence = f"Only {left} of {name} can be had just now."
        super().__init__(sentence, left=left, productId=item_id)
        self.item_id = item_id
        self.left = left


class NotOut(Conflict):
    """More would come back on the shelf than an order has taken from it."""

    sentence = "More cannot go back on the shelf than this order has taken from it."


class StillOwed(Conflict):
    """Pieces are promised beyond what there is, so preorder cannot be switched off yet."""

    sentence = "More of this piece are ordered than there are; fill the stock before you end the preorder."


class NotCounted(Conflict):
    """Nothing can be added to, or taken from, what is made to order."""

    def __init__(self, item_id: str, name: str = "") -> None:
        sentence = f"{name or 'This piece'} is made to order and not counted; say first how many there are."
        super().__init__(sentence, productId=item_id)


class TooManyPieces(Conflict):
    """More pieces of one item than are ever counted. `most` is how many may be there."""

    def __init__(self, item_id: str, most: int, name: str = "") -> None:
        super().__init__(f"Of {name or 'one piece'} at most {most} can be counted.", most=most, productId=item_id)
