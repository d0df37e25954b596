"""A tag that is called otherwise from now on, and what its products learn of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.errors import NotFound
from storefront.core.text import fold, slug
from storefront.domain.accounts import Person
from storefront.domain.catalog.errors import NameTaken
from storefront.domain.catalog.forms import TagForm
from storefront.domain.catalog.models import Product, ProductTag
from storefront.domain.catalog.services.rooms import TAGS, is_taken
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.slugs import free_slug, lead_on
from storefront.domain.catalog.services.standing import Standing, standings
from storefront.domain.catalog.tree import Room

_products: Any = Product.__table__
_p = _products.c
_pt: Any = ProductTag.__table__.c
_t = TAGS.c
_BATCH = 500


def change_tag(tag_id: str, form: TagForm, who: Person | None) -> None:
    """It is as the form says from now on, on its products too; its former address leads to it. NotFound, NameTaken."""
    with transaction():
        move_version()
        row = session().execute(select(TAGS).where(_t.id == tag_id)).first()
        if row is None:
            raise NotFound
        if is_taken(TAGS, form.name, but=tag_id):
            raise NameTaken
        address = row.slug if slug(form.name) == slug(row.name) else free_slug(_t.slug, slug(form.name))
        said = form.model_dump(include={"name", "color", "is_active", "sort_order"})
        changed = {**said, "folded": fold(form.name), "slug": address, "updated_at": now()}
        session().execute(update(TAGS).where(_t.id == tag_id).values(**changed))
        if address != row.slug:
            lead_on("tag", row.slug, address, tag_id)
        if (form.name, form.is_active) != (row.name, row.is_active):
            _tell_products(Room(row.id, row.name, row.slug, row.is_active), form.name)


def _tell_products(before: Room, name: str) -> None:
    renamed = update(_products).where(_p.id == bindparam("_id"))
    renamed = renamed.values(tags=bindparam("_tags"), version=_p.version + 1, updated_at=_p.updated_at)
    for ids in _products_of(before.id):
        carried = session().execute(select(_p.id, _p.tags).where(_p.id.in_(ids))).all()
        session().execute(renamed, [{"_id": one.id, "_tags": _with(one.tags, before.name, name)} for one in carried])
        settle([(_as_before(one, before), one) for one in standings(ids).values()])


def _with(tags: list[str], old: str, new: str) -> list[str]:
    return [new if tag == old else tag for tag in tags]


def _as_before(one: Standing, before: Room) -> Standing:
    tags = tuple(before if tag.id == before.id else tag for tag in one.tags)
    return replace(one, tags=tags, document=replace(one.document, tags=" ".join(tag.name for tag in tags)))


def _products_of(tag_id: str) -> Iterator[list[str]]:
    last = ""
    carrying = select(_pt.product_id).where(_pt.tag_id == tag_id).order_by(_pt.product_id).limit(_BATCH)
    while ids := list(session().scalars(carrying.where(_pt.product_id > last))):
        last = ids[-1]
        yield ids
