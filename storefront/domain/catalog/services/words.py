"""Tags, and the values that staff offer for choices."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.ids import new_id
from storefront.core.text import fold
from storefront.domain.accounts import Person
from storefront.domain.catalog.errors import NameTaken
from storefront.domain.catalog.forms import TagForm, VariantForm
from storefront.domain.catalog.models import Variant
from storefront.domain.catalog.services.rooms import TAGS, is_taken, make
from storefront.domain.catalog.services.settling import move_version

_variants: Any = Variant.__table__
_v = _variants.c


def add_tag(form: TagForm, who: Person | None) -> str:
    """A new tag; its id. NameTaken."""
    with transaction():
        move_version()
        if is_taken(TAGS, form.name):
            raise NameTaken
        said = {"color": form.color, "is_active": form.is_active, "sort_order": form.sort_order}
        return make(TAGS, form.name, None, said).id


def add_variant(form: VariantForm, who: Person | None) -> str:
    """A new value for staff to offer; its id. NameTaken."""
    with transaction():
        move_version()
        known = session().scalars(select(_v.value).where(_v.type == form.type))
        if fold(form.value) in {fold(value) for value in known}:
            raise NameTaken("value", "There is this value already.")
        return _offer(form)


def offer_variants(forms: Iterable[VariantForm], who: Person | None) -> None:
    """Adds those of these values that are not offered yet."""
    with transaction():
        move_version()
        known = {(row.type, row.value) for row in session().execute(select(_v.type, _v.value))}
        new = {(form.type, form.value): form for form in forms}
        for one in new.keys() - known:
            _offer(new[one])


def _offer(form: VariantForm) -> str:
    row = {"id": new_id(), **form.model_dump(), "created_at": now(), "updated_at": now()}
    session().execute(insert(_variants).values(**row))
    return str(row["id"])
