"""What the figures hold of a person."""

from typing import Any

from sqlalchemy import delete, select, update

from storefront.core.clock import iso
from storefront.core.db import session
from storefront.domain.accounts import Person
from storefront.domain.accounts.belongings import forgets, tells
from storefront.domain.analytics.models import Event, PersonDay


@tells("visits")
def told(who: Person) -> list[dict[str, Any]]:
    """What they looked at and searched for while signed in, as long as it is kept."""
    columns = (Event.type, Event.product_id, Event.query, Event.created_at)
    mine = select(*columns).where(Event.user_id == who.id).order_by(Event.id)
    return [{**row._asdict(), "created_at": iso(row.created_at)} for row in session().execute(mine)]


@forgets
def forget(who: Person) -> None:
    """The visits count on, but nobody's any more."""
    session().execute(update(Event).where(Event.user_id == who.id).values(user_id=None, ip_address="", user_agent="", data={}))
    session().execute(delete(PersonDay).where(PersonDay.user_id == who.id))
