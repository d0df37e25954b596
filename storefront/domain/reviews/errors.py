"""What can go wrong with reviews, besides what a form says."""

from storefront.core.errors import Conflict, NotFound


class NoSuchReview(NotFound):
    sentence = "There is no such review."


class OwnReview(Conflict):
    """Nobody counts for themselves."""

    sentence = "You wrote this review yourself, so your own vote does not count."
