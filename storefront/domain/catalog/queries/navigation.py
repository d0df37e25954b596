"""The rooms of the shop: menus, categories, tags, and the values that staff offer for choices."""

from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from storefront.core.db import session
from storefront.core.errors import NotFound
from storefront.core.text import fold
from storefront.domain.accounts import Person
from storefront.domain.catalog.facets import title_of
from storefront.domain.catalog.models import Category, FormerSlug, Tag, Variant
from storefront.domain.catalog.queries.state import kept, state
from storefront.domain.catalog.shapes import Link, MenuEntry, Place
from storefront.domain.catalog.tree import tree
from storefront.domain.media import Picture

MOST = 1_000
_c = Category.__table__.c
_t = Tag.__table__.c
_v = Variant.__table__.c
_FORMER = select(FormerSlug.target_id).where(FormerSlug.kind == bindparam("kind"), FormerSlug.slug == bindparam("former"))
_up = Category.__table__.alias("up")

_CATEGORIES = select(Category.__table__).order_by(_c.sort_order, _c.name).limit(MOST)
_TAGS = select(Tag.__table__).order_by(_t.sort_order, _t.name).limit(MOST)
_VARIANTS = select(Variant.__table__).order_by(_v.type, _v.sort_order, _v.value).limit(MOST)
_below = Category.__table__.alias("below")
_PLACED = select(
    Category.__table__,
    _up.c.id.label("up_id"),
    _up.c.name.label("up_name"),
    _up.c.slug.label("up_slug"),
    exists(1).where(_below.c.parent_id == _c.id).correlate(Category.__table__).label("is_parent"),
).outerjoin_from(Category.__table__, _up, (_up.c.id == _c.parent_id) & _up.c.is_active)
_TAGGED = select(Tag.__table__)


def menu(version: int | None = None) -> list[MenuEntry]:
    """The active categories in the order that staff gave them. Without the version, which the caller may know, it is read."""
    return kept(version or state().version, "menu", list[MenuEntry], _menu)


def tag_menu(version: int | None = None) -> list[MenuEntry]:
    """The active tags that products carry, the most frequent first."""
    return kept(version or state().version, "tags", list[MenuEntry], _tag_menu)


def categories(person: Person | None = None) -> list[Any]:
    """Rows of all columns, in the order of the menu; admins see the inactive ones too."""
    return _seen(_CATEGORIES, _c.is_active, person)


def tags(person: Person | None = None) -> list[Any]:
    """Rows of all columns; admins see the inactive ones too."""
    return _seen(_TAGS, _t.is_active, person)


def variants(person: Person | None = None) -> list[Any]:
    """Rows of all columns, by type; admins see the inactive ones too."""
    return _seen(_VARIANTS, _v.is_active, person)


def category(category_id: str) -> Any:
    """The row of all columns. NotFound."""
    return _one(Category.__table__, category_id)


def tag(tag_id: str) -> Any:
    """The row of all columns. NotFound."""
    return _one(Tag.__table__, tag_id)


def variant(variant_id: str) -> Any:
    """The row of all columns. NotFound."""
    return _one(Variant.__table__, variant_id)


def place_of(kind: str, name: str) -> Place | None:
    """The active category or tag of that name, slug or former slug; case and hyphens do not count. None if there is none."""
    if not name or "\x00" in name:
        return None
    columns, placed, made = (_c, _PLACED, _category) if kind == "category" else (_t, _TAGGED, _tag)
    row = session().execute(placed.where(_named(columns, name), columns.is_active)).first()
    if row is None:
        moved = placed.where(columns.id == _FORMER.scalar_subquery(), columns.is_active)
        row = session().execute(moved, {"kind": kind, "former": name}).first()
    return made(row) if row else None


def tags_named(names: tuple[str, ...]) -> list[Place]:
    """The active tags of these names or slugs, in no order; those that there are not are missing."""
    names = tuple(name for name in names if "\x00" not in name)
    named = or_(_t.folded.in_([fold(name) for name in names]), _t.slug.in_([name.lower() for name in names]))
    return [_tag(row) for row in session().execute(select(Tag.__table__).where(named, _t.is_active))]


def _named(columns: Any, name: str) -> Any:
    return or_(columns.folded == fold(name), columns.slug == name.lower())


def _seen(statement: Any, is_active: Any, person: Person | None) -> list[Any]:
    if person is None or not person.is_admin:
        statement = statement.where(is_active)
    return list(session().execute(statement))


def _one(table: Any, row_id: str) -> Any:
    row = session().execute(select(table).where(table.c.id == row_id)).first()
    # An admin may have taken away what another has just made.
    if row is None:
        raise NotFound
    return row


def _menu() -> list[MenuEntry]:
    return [
        MenuEntry(row.id, row.name, row.slug, picture_of(row.picture), row.description, row.product_count, row.parent_id)
        for row in session().execute(_CATEGORIES.where(_c.is_active).limit(100))
    ]


def _tag_menu() -> list[MenuEntry]:
    carried = select(Tag.__table__).where(_t.is_active, _t.product_count > 0)
    rows = session().execute(carried.order_by(_t.sort_order, _t.product_count.desc(), _t.name).limit(40))
    return [MenuEntry(row.id, title_of(row.name), row.slug, None, "", row.product_count) for row in rows]


def _category(row: Any) -> Place:
    return Place(
        kind="category",
        id=row.id,
        name=row.name,
        slug=row.slug,
        description=row.description,
        picture=picture_of(row.picture),
        meta_title=row.meta_title,
        meta_description=row.meta_description,
        count=row.product_count,
        parent=Link(row.up_id, row.up_name, row.up_slug) if row.up_id else None,
        within=tuple(Link(one.id, one.name, one.slug) for one in tree().under(row.id)) if row.is_parent else (),
    )


def _tag(row: Any) -> Place:
    return Place("tag", row.id, title_of(row.name), row.slug, "", None, "", "", row.product_count)


def picture_of(kept_as: dict[str, Any] | None) -> Picture | None:
    """From the column of a category."""
    return Picture.from_json(kept_as) if kept_as else None
