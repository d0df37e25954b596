"""Which letters somebody wants: the newsletter, and those that an order can do without."""

from collections.abc import Collection

from sqlalchemy import delete, select

from storefront.core.clock import iso
from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.content import newsletter
from storefront.domain.content.forms import NewsletterForm
from storefront.domain.content.models import Subscription
from storefront.domain.notifications import choices

NEWSLETTER = "newsletter"


@tells("letters")
def wanted(who: Person) -> list[str]:
    """The kinds of optional letters that come."""
    return sorted(choices.wanted(who.id) | ({NEWSLETTER} if newsletter.is_reader(who.email) else set()))


def choose(who: Person, kinds: Collection[str]) -> bool:
    """These come from now on, the others do not. True: a letter asks to confirm the newsletter first, as it asks everybody."""
    asked = NEWSLETTER in kinds and not newsletter.is_reader(who.email)
    with transaction():
        choices.choose(who.id, kinds)
        if NEWSLETTER not in kinds:
            newsletter.leave(who.email)
        if asked:
            newsletter.ask(NewsletterForm(email=who.email))
    return asked


@tells("newsletter")
def _subscription(who: Person) -> list[dict[str, str | None]]:
    mine = select(Subscription.asked_at, Subscription.confirmed_at).where(Subscription.email == who.email)
    return [
        {"askedAt": iso(row.asked_at), "confirmedAt": iso(row.confirmed_at) if row.confirmed_at else None}
        for row in session().execute(mine)
    ]


@forgets
def forget(who: Person) -> None:
    """No letter comes any more."""
    session().execute(delete(Subscription).where(Subscription.email == who.email))
    choices.forget(who.id)
