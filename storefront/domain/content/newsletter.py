"""The newsletter: asked for on any page, confirmed by a link in a letter, left by another.

Nobody can learn here who reads it: asking is answered alike for every address, and the worker finds out.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import delete, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.ids import new_id
from storefront.core.outbox import enqueue, handles
from storefront.core.site import site
from storefront.core.timetable import every
from storefront.domain.content.errors import LinkOver
from storefront.domain.content.forms import NewsletterForm
from storefront.domain.content.models import Subscription
from storefront.domain.notifications.services import mail

CONFIRM_WITHIN = timedelta(days=7)
LETTERS = 3
"""Asking more often within a day would be somebody else's doing."""

Step = Literal["confirmation", "end"]


def ask(form: NewsletterForm) -> None:
    """A letter with a link goes to this address, unless it is confirmed already."""
    with transaction():
        enqueue("newsletter_asked", {"email": form.email})


@handles("newsletter_asked")
def send_link(job: dict[str, Any]) -> None:
    """Writes the letter, if the address is not confirmed and has not had several already."""
    with transaction() as current:
        row = {"id": new_id(), "email": job["email"], "asked_at": now(), "letters": 0}
        current.execute(upsert(Subscription).values(row).on_conflict_do_nothing(index_elements=["email"]))
        found = current.execute(select(Subscription).where(Subscription.email == job["email"]).with_for_update()).scalar_one()
        if found.asked_at < now() - timedelta(days=1):
            found.asked_at, found.letters = now(), 0
        if found.confirmed_at or found.letters >= LETTERS:
            return
        found.letters += 1
        facts = {"link": _address("confirmation", found.id), "days": CONFIRM_WITHIN.days}
        mail("newsletter_confirm", found.email, facts, key=f"newsletter:{found.id}:{found.asked_at:%y%m%d%H%M%S}:{found.letters}")


def confirm(subscription_id: str, key: str) -> None:
    """The newsletter comes from now on. Repeating changes nothing. LinkOver."""
    _check("confirmation", subscription_id, key)
    with transaction() as current:
        unconfirmed = update(Subscription).where(Subscription.id == subscription_id, Subscription.confirmed_at.is_(None))
        email = current.execute(unconfirmed.values(confirmed_at=now()).returning(Subscription.email)).scalar()
        if email:
            facts = {"link": site().address("/shop?sort=newest"), "unsubscribe": _address("end", subscription_id)}
            mail("newsletter_welcome", email, facts, key=f"newsletter-welcome:{subscription_id}")
        elif _email_of(subscription_id) is None:
            raise LinkOver


def end(subscription_id: str, key: str) -> None:
    """It does not come any more, and the address is forgotten. Repeating changes nothing. LinkOver if the link is not ours."""
    _check("end", subscription_id, key)
    with transaction() as current:
        current.execute(delete(Subscription).where(Subscription.id == subscription_id))


def check(step: Step, subscription_id: str, key: str) -> None:
    """LinkOver unless this link may be followed."""
    _check(step, subscription_id, key)
    if step == "confirmation" and _email_of(subscription_id) is None:
        raise LinkOver


def way_out(subscription_id: str) -> str:
    """The link by which this reader leaves."""
    return _address("end", subscription_id)


def is_reader(email: str) -> bool:
    """Whether the newsletter goes to this address."""
    reading = select(Subscription.id).where(Subscription.email == email, Subscription.confirmed_at.is_not(None))
    return session().execute(reading).first() is not None


def leave(email: str) -> None:
    """It does not come to this address any more: for somebody who is known to own it."""
    with transaction() as current:
        current.execute(delete(Subscription).where(Subscription.email == email))


@every("forget_unconfirmed_readers", seconds=24 * 60 * 60)
def forget_unconfirmed() -> None:
    """Addresses that nobody has confirmed are not kept."""
    with transaction() as current:
        old = Subscription.asked_at < now() - CONFIRM_WITHIN
        current.execute(delete(Subscription).where(Subscription.confirmed_at.is_(None), old))


def _email_of(subscription_id: str) -> str | None:
    found: str | None = session().execute(select(Subscription.email).where(Subscription.id == subscription_id)).scalar()
    return found


def _address(step: Step, subscription_id: str) -> str:
    return site().address(f"/newsletter/{subscription_id}/{step}?key={_key(step, subscription_id)}")


def _check(step: Step, subscription_id: str, key: str) -> None:
    if not hmac.compare_digest(_key(step, subscription_id).encode(), key.encode("utf-8", "replace")):
        raise LinkOver


def _key(step: Step, subscription_id: str) -> str:
    secret = f"newsletter {step} {site().secret_key}".encode()
    return hmac.new(secret, subscription_id.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
