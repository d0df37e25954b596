"""What a mailer promises. Called by the worker only, never inside a transaction."""

from dataclasses import dataclass, field
from typing import Protocol

from storefront.core.errors import Unavailable


class MailRefused(Unavailable):
    """The server did not take the message; the worker tries again later."""

    sentence = "The mail server did not take the message."


@dataclass(frozen=True)
class Message:
    to: str
    subject: str
    text: str
    html: str
    message_id: str
    """Made from what the mail is about, so that a repeat carries the same id and servers may drop it."""
    headers: dict[str, str] = field(default_factory=dict)


class Mailer(Protocol):
    def send(self, message: Message) -> None:
        """Returns when the message was taken; raises MailRefused otherwise."""
