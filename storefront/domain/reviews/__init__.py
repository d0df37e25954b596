"""What buyers say of a piece, moderated by staff; the piece's rating follows what was approved."""

from storefront.domain.reviews.states import Sort, State

__all__ = ["Sort", "State"]
