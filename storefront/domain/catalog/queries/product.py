"""One product as its page shows it."""

from typing import Any

from sqlalchemy import bindparam, select

from storefront.core.db import session
from storefront.core.errors import NotFound
from storefront.core.ids import is_id
from storefront.domain.accounts import Person
from storefront.domain.catalog.choices import choices_of
from storefront.domain.catalog.facets import detail_of, title_of
from storefront.domain.catalog.models import Category, FormerSlug, Product, ProductBeside, ProductTag, Tag
from storefront.domain.catalog.pricing import price_of
from storefront.domain.catalog.queries.cards import CARD, Ref, badge_of, keep
from storefront.domain.catalog.shapes import Card, Link, Moved, ProductPage, StockLine
from storefront.domain.inventory import queries as inventory
from storefront.domain.inventory.queries import Level
from storefront.domain.media import Picture

BESIDE = 8
"""Related products at most."""

_p = Product.__table__.c
_c = Category.__table__.c
_t = Tag.__table__.c
_pt = ProductTag.__table__.c
_s = FormerSlug.__table__.c
_b = ProductBeside.__table__.c

_up = Category.__table__.alias("up")
_PAGE = (
    select(
        *_p,
        _c.name.label("category"),
        _c.slug.label("category_slug"),
        _up.c.id.label("up_id"),
        _up.c.name.label("up_name"),
        _up.c.slug.label("up_slug"),
    )
    .join_from(Product.__table__, Category.__table__, _c.id == _p.category_id)
    .outerjoin(_up, (_up.c.id == _c.parent_id) & _up.c.is_active)
)
_OF_THIS = _b.product_id == bindparam("product")
_SEEN = select(*CARD).where(_p.listed, _p.id != bindparam("product"))
# Two statements: in one, joined by an "or", either would look at every product of the shop.
_CHOSEN = _SEEN.where(_p.id.in_(bindparam("chosen", expanding=True)))
_BESIDE = _SEEN.join_from(Product.__table__, ProductBeside.__table__, _b.other_id == _p.id).where(_OF_THIS).order_by(_b.place)
_SOLD = select(_p.in_stock, _p.preorder_available, _p.listed)


def product(slug_or_id: str, person: Person | None = None) -> ProductPage | Moved:
    """The page of a product, or Moved where it has a new address. NotFound; what is hidden is there for admins only."""
    row = session().execute(_PAGE.where(_named(slug_or_id))).first()
    if row is None:
        return Moved(_moved_to(slug_or_id, person))
    _check(row, person)
    return _page(row, _tags(row), _beside(row))


def product_ref(slug_or_id: str, person: Person | None = None) -> Ref:
    """Id and version of a product. NotFound, as `product`; a former slug leads to it."""
    columns = select(_p.id, _p.version, _p.listed, _p.deleted_at)
    row = session().execute(columns.where(_named(slug_or_id))).first()
    if row is None:
        row = session().execute(columns.where(_p.slug == _moved_to(slug_or_id, person))).one()
    _check(row, person)
    return Ref(row.id, row.version)


def stock_line(product_id: str, person: Person | None = None) -> StockLine:
    """Whether it can be had at this moment. NotFound."""
    level = inventory.levels([product_id]).get(product_id)
    if level is not None and level.on_hand is not None:
        return _counted(level)
    row = session().execute(_SOLD.where(_p.id == product_id)).first()
    if row is None:
        raise NotFound
    return StockLine("order" if row.in_stock or row.preorder_available else "out", None)


def _counted(level: Level) -> StockLine:
    left = level.available or 0
    if left == 0:
        return StockLine("order" if level.backorder else "out", 0)
    return StockLine("low" if left <= level.alert else "in", left)


def _named(slug_or_id: str) -> Any:
    if "\x00" in slug_or_id or len(slug_or_id) > 80:
        raise NotFound
    return _p.id == slug_or_id if is_id(slug_or_id) else _p.slug == slug_or_id


def _moved_to(slug: str, person: Person | None) -> str:
    former = select(_p.slug, _p.listed, _p.deleted_at).join_from(FormerSlug.__table__, Product.__table__, _p.id == _s.target_id)
    row = session().execute(former.where(_s.kind == "product", _s.slug == slug)).first()
    if row is None:
        raise NotFound
    _check(row, person)
    return str(row.slug)


def _check(row: Any, person: Person | None) -> None:
    shown_to_staff = person is not None and person.is_admin and row.deleted_at is None
    if not row.listed and not shown_to_staff:
        raise NotFound


def _tags(row: Any) -> tuple[Link, ...]:
    if not row.tags:
        return ()
    carried = select(_t.id, _t.name, _t.slug).join_from(Tag.__table__, ProductTag.__table__, _pt.tag_id == _t.id)
    by_name = {
        tag.name: Link(tag.id, title_of(tag.name), tag.slug)
        for tag in session().execute(carried.where(_pt.product_id == row.id, _t.is_active))
    }
    return tuple(by_name[name] for name in row.tags if name in by_name)


def _beside(row: Any) -> tuple[Card, ...]:
    """What staff put beside it, then what the worker found; the newest of its category until the worker has looked."""
    chosen = session().execute(_CHOSEN, {"product": row.id, "chosen": row.related}).all() if row.related else []
    found = session().execute(_BESIDE, {"product": row.id}).all()
    if not found and not chosen:
        newest = select(*CARD).where(_p.listed, _p.id != row.id, _p.category_id == row.category_id)
        found = session().execute(newest.order_by(_p.id.desc()).limit(BESIDE)).all()
    by_hand = {one: place for place, one in enumerate(row.related)}
    first = {other.id: other for other in (*sorted(chosen, key=lambda other: by_hand[other.id]), *found)}
    return tuple(keep(other) for other in list(first.values())[:BESIDE])


def _page(row: Any, tags: tuple[Link, ...], related: tuple[Card, ...]) -> ProductPage:
    price = price_of(row)
    return ProductPage(
        id=row.id,
        version=row.version,
        slug=row.slug,
        name=row.name,
        sku=row.sku,
        category=Link(row.category_id, row.category, row.category_slug),
        above=Link(row.up_id, row.up_name, row.up_slug) if row.up_id else None,
        detail=detail_of(row.specifications),
        description=row.description,
        price=price.amount,
        compare_price=price.compare,
        badge=badge_of(row),
        in_stock=row.in_stock or row.preorder_available,
        preorder_available=row.preorder_available,
        pictures=tuple(Picture.from_json(one) for one in row.pictures),
        facts=tuple((_label(key), _words(value)) for key, value in row.specifications.items() if value not in (None, "")),
        choices=choices_of(row.variants),
        variants=row.variants,
        tags=tags,
        rating=row.rating,
        review_count=row.review_count,
        weight_mg=row.weight_mg,
        dimensions=row.dimensions,
        seo_keywords=tuple(row.seo_keywords),
        meta_title=row.meta_title,
        meta_description=row.meta_description,
        visibility=row.visibility,
        listed=row.listed,
        created_at=row.created_at,
        updated_at=row.updated_at,
        related=related,
    )


def _label(key: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in key).replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
