"""Mail kept in a folder, for a shop without a mail server: staff read it in the back office."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Literal

from storefront.adapters.mail.base import MailRefused, Message
from storefront.adapters.mail.letter import compose, sender_of
from storefront.core import files
from storefront.core.clock import now

_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Kept:
    """A message as it lies in the mailbox."""

    name: str
    """What `read` takes."""
    to: str
    subject: str
    at: datetime
    text: str
    html: str


class MailboxMailer:
    """The embedded default: one .eml file a message, readable by any mail program. The same message id is one file, the first."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender_of(sender)

    def send(self, message: Message) -> None:
        letter = compose(message, self._sender).as_bytes()
        name = hashlib.sha256(message.message_id.encode()).hexdigest()[:32]
        try:
            # For this user's eyes only: it may hold a link that sets a new password.
            files.write_once(self._folder / f"{name}.eml", letter, mode=0o600, modified=now().timestamp())
        except OSError as error:
            raise MailRefused(f"The mailbox cannot be written: {error.strerror}.") from error

    def messages(self, limit: int = 50) -> list[Kept]:
        """The newest first, at most so many."""
        found = [(path.stat().st_mtime, path) for path in self._folder.glob("*.eml") if _NAME.fullmatch(path.stem)]
        return [_kept(path) for _, path in sorted(found, reverse=True)[:limit]]

    def read(self, name: str) -> Kept | None:
        """The message of that name, or None."""
        path = self._folder / f"{name}.eml"
        return _kept(path) if _NAME.fullmatch(name) and path.is_file() else None


def _kept(path: Path) -> Kept:
    letter = message_from_bytes(path.read_bytes(), policy=default)
    at = letter["Date"].datetime
    return Kept(path.stem, str(letter["To"]), str(letter["Subject"]), at, _body(letter, "plain"), _body(letter, "html"))


def _body(letter: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n") if part else ""
