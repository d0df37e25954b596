"""What can go wrong, by kind of trouble. Each face translates a kind once; a domain names its cases as subclasses with data."""

from typing import Any


class ShopError(Exception):
    """Trouble that a person can be told of. `sentence` is what they read; `facts` help a client to recover."""

    sentence = "That did not work."

    def __init__(self, sentence: str | None = None, **facts: Any) -> None:
        super().__init__(sentence or self.sentence)
        self.sentence = sentence or self.sentence
        self.facts = facts


class Invalid(ShopError):
    """The input cannot be accepted. `errors` maps a field's name, as the client sent it, to one sentence."""

    sentence = "Something needs another look."

    def __init__(self, errors: dict[str, str], sentence: str | None = None, **facts: Any) -> None:
        super().__init__(sentence or " ".join(errors.values()) or self.sentence, **facts)
        self.errors = errors


class Malformed(ShopError):
    """The body could not be read at all."""

    sentence = "The body is not valid JSON."


class Conflict(ShopError):
    """Right in itself, but not as things stand now: stock is gone, a state has moved on, a name is taken."""


class NotFound(ShopError):
    """There is no such thing, or not for this person: the two look the same."""

    sentence = "There is nothing at this address."


class SignInRequired(ShopError):
    """Nobody is signed in, and somebody must be."""

    sentence = "Please sign in first."


class Forbidden(ShopError):
    """Somebody is signed in, but may not do this."""

    sentence = "Your account may not do this."


class TooMany(ShopError):
    """Asked too often; `retry_after` is in seconds."""

    sentence = "That was too often. Please try again later."

    def __init__(self, retry_after: int, sentence: str | None = None, **facts: Any) -> None:
        super().__init__(sentence, **facts)
        self.retry_after = retry_after


class Unavailable(ShopError):
    """A service that this needs does not answer just now; nothing was lost, and trying again is right."""

    sentence = "This cannot be reached just now. Please try again in a minute."
