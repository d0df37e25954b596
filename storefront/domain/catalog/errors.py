"""What can go wrong in the catalog, besides what a form says."""

from storefront.core.errors import Conflict, NotFound


class NameTaken(Conflict):
    """There is one of that name, written so or nearly so."""

    def __init__(self, field: str = "name", sentence: str = "There is one of that name already.") -> None:
        super().__init__(sentence, errors={field: sentence})


class StillInUse(Conflict):
    """A category that products stand in cannot go. `products` is how many, `binned` how many of them lie in the bin."""

    def __init__(self, products: int, binned: int = 0) -> None:
        what = "1 product is" if products == 1 else f"{products} products are"
        of_them = "in the bin" if binned == products else f"{binned} of them in the bin"
        said = f"{what} still in this category{f', {of_them}' if binned else ''}; move them first."
        super().__init__(said, products=products, inBin=binned)


class NoSuchProduct(NotFound):
    sentence = "There is no such product."
