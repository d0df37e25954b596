"""What staff should know of: money that came too late, a refund that failed. It stands in the back office until it is seen to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.orders.models import Order, StaffNotice


def tell_staff(order_id: str | None, sentence: str, key: str) -> None:
    """Tells staff once under this key. Inside a transaction."""
    row = {"id": new_id(), "order_id": order_id, "sentence": sentence[:400], "key": key, "created_at": now()}
    session().execute(upsert(StaffNotice).values(row).on_conflict_do_nothing(index_elements=["key"]))


def unseen(limit: int = 100) -> Sequence[Any]:
    """What nobody has seen to, the newest first: rows of id, sentence, created_at and the order's number."""
    columns = select(StaffNotice.id, StaffNotice.sentence, StaffNotice.created_at, Order.number)
    waiting = columns.outerjoin(Order, Order.id == StaffNotice.order_id).where(StaffNotice.seen_at.is_(None))
    return session().execute(waiting.order_by(StaffNotice.id.desc()).limit(limit)).all()


def count_unseen() -> int:
    """How many wait to be seen to."""
    return session().execute(select(func.count()).where(StaffNotice.seen_at.is_(None))).scalar_one()


def see_to(notice_id: str, who: Person) -> None:
    """Seen to by this person; the first who says so stays."""
    with transaction() as current:
        mine = update(StaffNotice).where(StaffNotice.id == notice_id, StaffNotice.seen_at.is_(None))
        current.execute(mine.values(seen_at=now(), seen_by=who.id))
