"""Why a file is not taken."""

from storefront.core.errors import Invalid, TooMany


class NotAPicture(Invalid):
    """Its bytes are no JPEG, PNG or WebP picture, whatever its name says, or not a whole one."""

    sentence = "This file is not a whole JPEG, PNG or WebP picture."

    def __init__(self, field: str = "file") -> None:
        super().__init__({field: self.sentence})


class TooLarge(Invalid):
    """More bytes or more pixels than are taken."""

    sentence = "This picture is too large: at most 10 MB and 40 megapixels."

    def __init__(self, field: str = "file") -> None:
        super().__init__({field: self.sentence})


class EnoughForToday(TooMany):
    """As many pictures as one account may bring within a day. `retry_after` is in seconds."""

    def __init__(self, most: int, retry_after: int) -> None:
        super().__init__(retry_after, f"An account can bring {most} pictures within 24 hours; please go on later.", most=most)
