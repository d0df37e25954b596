"""Setting zones of delivery."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.content.services import change_trade
from storefront.domain.delivery.errors import NoSuchZone, PinTaken
from storefront.domain.delivery.forms import ZoneForm
from storefront.domain.delivery.models import DeliveryPin, DeliveryRate, DeliveryZone


def add_zone(form: ZoneForm, who: Person | None) -> str:
    """A new zone with its PIN codes and rates; its id. PinTaken."""
    with transaction() as current:
        zone_id, moment = new_id(), now()
        _move(who)
        current.execute(insert(DeliveryZone).values(**form.columns, id=zone_id, created_at=moment, updated_at=moment))
        _write_parts(zone_id, form)
        return zone_id


def change_zone(zone_id: str, form: ZoneForm, who: Person | None) -> None:
    """It is as the form says from now on; placed orders keep what they cost. NoSuchZone, PinTaken."""
    with transaction() as current:
        _move(who)
        mine = update(DeliveryZone).where(DeliveryZone.id == zone_id)
        if not _rows(current.execute(mine.values(**form.columns, updated_at=now()).returning(DeliveryZone.id))):
            raise NoSuchZone
        for part in (DeliveryPin, DeliveryRate):
            current.execute(delete(part).where(part.zone_id == zone_id))
        _write_parts(zone_id, form)


def remove_zone(zone_id: str, who: Person | None) -> None:
    """Its PIN codes fall back to the terms of trade. NoSuchZone."""
    with transaction() as current:
        _move(who)
        if not _rows(current.execute(delete(DeliveryZone).where(DeliveryZone.id == zone_id).returning(DeliveryZone.id))):
            raise NoSuchZone


def _move(who: Person | None) -> None:
    """What is kept of zones is kept under the terms of trade. Written first, so that two changes at once wait for each other."""
    change_trade({"zones": int(now().timestamp() * 1_000_000)}, who)


def _write_parts(zone_id: str, form: ZoneForm) -> None:
    prefixes = sorted(set(form.pins))
    taken = select(DeliveryPin.prefix, DeliveryZone.name).join(DeliveryZone, DeliveryZone.id == DeliveryPin.zone_id)
    if other := session().execute(taken.where(DeliveryPin.prefix.in_(prefixes)).order_by(DeliveryPin.prefix)).first():
        raise PinTaken(other.prefix, other.name)
    session().execute(insert(DeliveryPin), [{"prefix": one, "zone_id": zone_id} for one in prefixes])
    if form.rates:
        session().execute(insert(DeliveryRate), [{**one.columns, "id": new_id(), "zone_id": zone_id} for one in form.rates])


def _rows(result: Any) -> list[Any]:
    return list(result.all())
