"""From a message to the letter that goes out: text and HTML side by side, and headers that no value can add to."""

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from storefront.adapters.mail.base import MailRefused, Message
from storefront.core.clock import now

_LINKS = ("List-Unsubscribe",)


class _Policy(EmailPolicy):
    """A link in a header stays in one piece: to fold it is to encode it, and no mail program knows it again."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name in _LINKS else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii") if name in _LINKS else super().fold_binary(name, value)


# Bodies in plain ASCII: not every server on the way takes eight bits.
_POLICY = _Policy(linesep="\r\n", cte_type="7bit")
# One address, without quotes, comments or "=?", which a header would read as something else.
_PART = r"""[^\s@<>()\[\]:;,"\\?]+"""
_ADDRESS = re.compile(rf"({_PART})@({_PART})")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,48}")


def sender_of(text: str) -> Address:
    """From an address, or a name and an address in angle brackets. The name may hold commas and quotes: shops are called so.

    Raises ValueError, with one sentence, if there is no address in it.
    """
    name, _, address = text.rpartition("<")
    match = _ADDRESS.fullmatch(address.removesuffix(">").strip())
    if match is None:
        raise ValueError(f"MAIL_FROM must be an address such as Kundan <orders@example.in>, not {text!r}.")
    return Address(_unquoted(one_line(name)), username=match[1], domain=match[2])


def compose(message: Message, sender: Address) -> EmailMessage:
    """Raises MailRefused if `to` is no single address."""
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = sender
    letter["To"] = _recipient(message.to)
    letter["Subject"] = one_line(message.subject)
    letter["Date"] = format_datetime(now())
    letter["Message-ID"] = f"<{_id(message.message_id)}@{sender.domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    for header, value in message.headers.items():
        letter[_name(header)] = one_line(value)
    letter.set_content(message.text)
    letter.add_alternative(message.html, subtype="html")
    return letter


def one_line(value: str) -> str:
    """The value without line breaks and other controls, by which a name or a subject could become a header of its own."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def _unquoted(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] == '"' else name


def _recipient(to: str) -> Address:
    match = _ADDRESS.fullmatch(to) if to.isprintable() else None
    try:
        # Servers without SMTPUTF8 take उदाहरण.भारत only as xn--….
        domain = match[2].encode("idna").decode() if match else ""
    except UnicodeError:
        domain = ""
    if match is None or not domain:
        raise MailRefused(f"{to!r} is not an e-mail address.")
    return Address(username=match[1], domain=domain)


def _name(header: str) -> str:
    if not _HEADER.fullmatch(header):
        raise ValueError(f"not the name of a header: {header!r}")
    return header


def _id(about: str) -> str:
    return about if _SAFE_ID.fullmatch(about) else hashlib.sha256(about.encode()).hexdigest()[:32]
