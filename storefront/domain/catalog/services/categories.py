"""The rooms of the shop, and what their products learn when one changes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.core.errors import Invalid, NotFound
from storefront.core.text import fold
from storefront.domain.accounts import Person
from storefront.domain.catalog.errors import NameTaken, StillInUse
from storefront.domain.catalog.forms import CategoryForm
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services.rooms import CATEGORIES, categories_named, is_taken, make
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.slugs import free_slug, lead_on
from storefront.domain.catalog.services.standing import Standing, kinds, standings
from storefront.domain.catalog.tree import Tree, tree
from storefront.domain.media.services import pictures_at

_products: Any = Product.__table__
_p = _products.c
_c = CATEGORIES.c
_BATCH = 500


def add_category(form: CategoryForm, who: Person | None) -> str:
    """A new room of the shop; its id. NameTaken; Invalid if the parent is not there."""
    with transaction():
        picture = _picture(form)
        move_version()
        if is_taken(CATEGORIES, form.name):
            raise NameTaken
        return make(CATEGORIES, form.name, form.slug, {**_said(form), "picture": picture}).id


def change_category(category_id: str, form: CategoryForm, who: Person | None) -> None:
    """It is as the form says from now on, for its products too; a former address leads to it. NotFound, NameTaken, Invalid."""
    with transaction():
        picture = _picture(form)
        move_version()
        row = session().execute(select(CATEGORIES).where(_c.id == category_id)).first()
        if row is None:
            raise NotFound
        before = tree()
        if is_taken(CATEGORIES, form.name, but=category_id):
            raise NameTaken
        address = row.slug if form.slug in (None, row.slug) else free_slug(_c.slug, str(form.slug))
        wanted = {
            "name": form.name,
            "folded": fold(form.name),
            "slug": address,
            "picture": picture,
            **_said(form, category_id, before),
        }
        changed = {name: value for name, value in wanted.items() if value != getattr(row, name)}
        if changed:
            session().execute(update(CATEGORIES).where(_c.id == category_id).values(**changed, updated_at=now()))
        if "slug" in changed:
            lead_on("category", row.slug, address, category_id)
        if changed.keys() & {"name", "slug", "is_active", "parent_id"}:
            _tell_products(before, category_id)


def put_category(form: CategoryForm, who: Person | None) -> str:
    """Adds it, or changes the one of that name or slug; its id."""
    with transaction():
        known = categories_named([form.slug or form.name]).get(form.slug or form.name)
        if known is None:
            return add_category(form, who)
        change_category(known.id, form, who)
        return known.id


def remove_category(category_id: str, who: Person | None) -> None:
    """An empty category goes, and its children move up. NotFound; StillInUse while a product stands in it, in the bin too."""
    with transaction():
        move_version()
        row = session().execute(select(CATEGORIES).where(_c.id == category_id)).first()
        if row is None:
            raise NotFound
        standing_in_it = select(func.count(), func.count(_p.deleted_at)).where(_p.category_id == category_id)
        products, binned = session().execute(standing_in_it).one()
        if products:
            raise StillInUse(products, binned)
        before = tree()
        session().execute(update(CATEGORIES).where(_c.parent_id == category_id).values(parent_id=row.parent_id))
        _tell_products(before, category_id)
        session().execute(delete(CATEGORIES).where(_c.id == category_id))


def _tell_products(before: Tree, category_id: str) -> None:
    """What stands in this category, or under it, follows it. The categories' rows are new already, the products' are not."""
    own = update(_products).where(_p.category_id == category_id)
    listed = _p.visibility & _p.deleted_at.is_(None) & select(_c.is_active).where(_c.id == category_id).scalar_subquery()
    for ids in _products_of([category_id, *(room.id for room in before.under(category_id))]):
        old = {one.id: _as_before(one, before) for one in standings(ids).values()}
        mine = update(_products).where(_p.id.in_(ids))
        session().execute(own.where(_p.id.in_(ids)).values(listed=listed, updated_at=_p.updated_at))
        session().execute(mine.values(version=_p.version + 1, updated_at=_p.updated_at))
        settle([(old[one.id], one) for one in standings(ids).values()])


def _as_before(one: Standing, before: Tree) -> Standing:
    category, *above = rooms = (before.rooms[one.category.id], *before.above(one.category.id))
    return replace(one, category=category, above=tuple(above), document=replace(one.document, category=kinds(rooms)))


def _products_of(category_ids: list[str]) -> Iterator[list[str]]:
    last = ""
    those = select(_p.id).where(_p.category_id.in_(category_ids)).order_by(_p.id).limit(_BATCH)
    while ids := list(session().scalars(those.where(_p.id > last))):
        last = ids[-1]
        yield ids


def _picture(form: CategoryForm) -> dict[str, Any] | None:
    return pictures_at([form.image], form.alt or form.name)[0].to_json() if form.image else None


def _said(form: CategoryForm, category_id: str = "", before: Tree | None = None) -> dict[str, Any]:
    return {
        "description": form.description,
        "parent_id": _parent(form, category_id, before),
        "sort_order": form.sort_order,
        "is_active": form.is_active,
        "meta_title": form.meta_title,
        "meta_description": form.meta_description,
        "gst_rate": form.gst_hundredths,
    }


def _parent(form: CategoryForm, category_id: str, before: Tree | None) -> str | None:
    if not form.parent_category:
        return None
    found = categories_named([form.parent_category]).get(form.parent_category)
    if found is None or found.id == category_id:
        raise Invalid({"parentCategory": "There is no such category to stand under."})
    if before and found in before.under(category_id):
        raise Invalid({"parentCategory": "That category stands under this one itself."})
    return found.id
