"""Categories, tags and variants that come from another shop. One that is here under the same name is that one, by whatever id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storefront.core.adopting import Adopted, change, differs, is_due, stamp
from storefront.core.db import session, transaction
from storefront.core.text import fold
from storefront.domain.catalog.forms import CategoryForm, TagForm, VariantForm
from storefront.domain.catalog.models import Variant
from storefront.domain.catalog.services.categories import change_category
from storefront.domain.catalog.services.repair import recount
from storefront.domain.catalog.services.rooms import CATEGORIES, TAGS, make
from storefront.domain.catalog.services.settling import move_version
from storefront.domain.media.services import pictures_at

_variants: Any = Variant.__table__
_v = _variants.c


@dataclass(frozen=True)
class Room:
    """A category or a tag with what it brings along."""

    id: str
    form: Any
    created_at: datetime
    updated_at: datetime
    slug: str | None = None


def adopt_categories(rooms: Sequence[Room]) -> Adopted:
    """Adds or changes these, parents before children. A parent is named by its id, slug or name. Invalid, if it is not there."""
    adopted = Adopted()
    with transaction():
        for room in rooms:
            known = _known(CATEGORIES, room)
            if known is None:
                _make_category(room)
                adopted.new.add(room.id)
            elif is_due(known, room.updated_at) and _change_category(known, room):
                adopted.changed.add(room.id)
    return adopted


def adopt_tags(rooms: Sequence[Room]) -> Adopted:
    """Adds or changes these; a name that differs only in how it is written stays as it is here."""
    adopted = Adopted()
    with transaction():
        move_version()
        flipped = False
        for room in rooms:
            form: TagForm = room.form
            said = {"color": form.color, "is_active": form.is_active, "sort_order": form.sort_order}
            known = _known(TAGS, room)
            if known is None:
                make(TAGS, form.name, room.slug, {**said, **_brought(room)})
                adopted.new.add(room.id)
            elif is_due(known, room.updated_at) and differs(known, said):
                flipped = flipped or known.is_active != form.is_active
                change(TAGS, {**said, "id": known.id, "updated_at": room.updated_at})
                adopted.changed.add(room.id)
        if flipped:
            # Products are counted under active tags alone.
            recount()
    return adopted


def adopt_variants(rooms: Sequence[Room]) -> Adopted:
    """Adds or changes these values that staff offer for choices."""
    adopted = Adopted()
    with transaction() as current:
        move_version()
        for room in rooms:
            form: VariantForm = room.form
            same = (_v.id == room.id) | ((_v.type == form.type) & (_v.value == form.value))
            known = current.execute(select(*_v).where(same).order_by((_v.id == room.id).desc())).first()
            if known is None:
                current.execute(_variants.insert().values(**form.model_dump(), **_brought(room)))
                adopted.new.add(room.id)
            elif is_due(known, room.updated_at) and differs(known, form.model_dump()):
                change(_variants, {**form.model_dump(), "id": known.id, "updated_at": room.updated_at})
                adopted.changed.add(room.id)
    return adopted


def _make_category(room: Room) -> None:
    form: CategoryForm = room.form
    picture = pictures_at([form.image], form.alt or form.name)[0].to_json() if form.image else None
    move_version()
    made = make(CATEGORIES, form.name, form.slug, {**_brought(room), "picture": picture})
    # The rest as with any change; its address it has got.
    change_category(made.id, form.model_copy(update={"slug": None}), None)
    stamp(CATEGORIES, {made.id: room.updated_at})


def _change_category(known: Any, room: Room) -> bool:
    form: CategoryForm = room.form
    taken = select(CATEGORIES.c.id).where(CATEGORIES.c.slug == form.slug, CATEGORIES.c.id != known.id)
    if form.slug and session().execute(taken).first() is not None:
        form = form.model_copy(update={"slug": None})
    change_category(known.id, form, None)
    now = session().execute(select(*CATEGORIES.c).where(CATEGORIES.c.id == known.id)).one()
    has_changed = differs(known, dict(now._mapping))
    if has_changed:
        stamp(CATEGORIES, {known.id: room.updated_at})
    return has_changed


def _known(table: Any, room: Room) -> Any:
    same = (table.c.id == room.id) | (table.c.folded == fold(room.form.name))
    return session().execute(select(*table.c).where(same).order_by((table.c.id == room.id).desc())).first()


def _brought(room: Room) -> dict[str, Any]:
    return {"id": room.id, "created_at": room.created_at, "updated_at": room.updated_at}
