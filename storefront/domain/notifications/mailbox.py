"""Reading the mail that is kept because the shop has no mail server."""

from storefront import adapters
from storefront.adapters.mail.mailbox import Kept, MailboxMailer


def is_kept_here() -> bool:
    """Whether mail goes to the mailbox and not to a server."""
    return isinstance(adapters.mailer(), MailboxMailer)


def messages(limit: int) -> list[Kept]:
    """The newest first; none with a mail server."""
    mailer = adapters.mailer()
    return mailer.messages(limit) if isinstance(mailer, MailboxMailer) else []


def read(name: str) -> Kept | None:
    """One message by its name, or None."""
    mailer = adapters.mailer()
    return mailer.read(name) if isinstance(mailer, MailboxMailer) else None
