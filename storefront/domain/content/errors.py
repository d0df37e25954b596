"""What can go wrong with the shop's own words and the newsletter."""

from storefront.core.errors import Conflict, NotFound


class PageTaken(Conflict):
    sentence = "There is a page of this name already."


class AlreadySent(Conflict):
    """An issue that goes out is no draft any more."""

    sentence = "This letter is on its way already; it can no longer be changed."


class LinkOver(NotFound):
    """The link was never ours, or what it is about was forgotten."""

    sentence = "This link has run out. Enter your address once more, and a new one comes."
