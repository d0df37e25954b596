"""Where a review stands, and how lists of reviews go."""

from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    """Written or changed, and not looked at yet: only its writer and staff see it."""
    APPROVED = "approved"
    """For everyone, and part of the rating."""
    REFUSED = "refused"
    """Only staff see it."""


class Sort(StrEnum):
    NEWEST = "newest"
    HELPFUL = "helpful"
    """What most found helpful first."""
    RATING = "rating"
    """The most stars first."""
