"""Mail to people. It leaves after the commit, by the worker, and for each key once."""

from typing import Any

from storefront.adapters import mailer
from storefront.adapters.mail.base import Message
from storefront.core.outbox import enqueue, handles
from storefront.domain.notifications import letters


def mail(kind: str, to: str, data: dict[str, Any], key: str) -> None:
    """A letter goes to this address once the transaction that this stands in is committed; a key that was used before is ignored.

    `data` is JSON with what letters.NEEDS lists for the kind. An unknown kind or a missing fact is a programming error: KeyError.
    """
    letters.check(kind, data)
    enqueue("mail", {"kind": kind, "to": to, "data": data, "key": key}, dedupe=f"mail:{key}")


@handles("mail")
def send(job: dict[str, Any]) -> None:
    """Writes the letter and hands it over. Repeated after a crash it carries the same id, by which servers know it again."""
    letter = letters.render(job["kind"], job["data"])
    headers = _ways_out(job["data"].get("unsubscribe"))
    mailer().send(Message(job["to"], letter.subject, letter.text, letter.html, message_id=job["key"], headers=headers))


def _ways_out(link: str | None) -> dict[str, str]:
    """By which a mail program offers to unsubscribe: it sends a POST there, and nobody need come to a page (RFC 8058)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if link else {}
