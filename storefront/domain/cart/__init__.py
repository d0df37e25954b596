"""The bag, of an account or of a guest."""

from storefront.domain.cart.bag import Bag, Line, Owner

__all__ = ["Bag", "Line", "Owner"]
