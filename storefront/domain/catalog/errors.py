"""What can go wrong in the catalog, besides what a form says."""

from storefront.core.errors import Conflict, NotFound


class NameTaken(Conflict):
    """There is one of that name, written so or nearly so."""

    sentence = "There is one of that name already."


class StillInUse(Conflict):
    """A category or tag that products stand in cannot go. `products` is how many."""

    def __init__(self, products: int) -> None:
        what = "1 product is" if products == 1 else f"{products} products are"
        super().__init__(f"{what} still in this category; move them first.", products=products)


class NoSuchProduct(NotFound):
    sentence = "There is no such product."
