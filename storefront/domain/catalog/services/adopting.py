"""Products that come from another shop: under their ids, by the same rules as any import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storefront.core.adopting import Adopted, is_due, stamp
from storefront.core.db import session, transaction
from storefront.domain.catalog.forms import ProductForm
from storefront.domain.catalog.models import Product, ProductCounter
from storefront.domain.catalog.services.rooms import categories_named, tags_named
from storefront.domain.catalog.services.settling import move_version
from storefront.domain.catalog.services.standing import ROWS
from storefront.domain.catalog.services.stock import stock_flipped
from storefront.domain.catalog.services.writing import Draft, Names, pictures_of, write
from storefront.domain.inventory import adopting as stock
from storefront.domain.inventory import queries as levels
from storefront.domain.inventory import services as inventory

_products: Any = Product.__table__
_counters: Any = ProductCounter.__table__
_p = _products.c
_BATCH = 500


@dataclass(frozen=True)
class Arrival:
    """A product with what it brings along."""

    id: str
    form: ProductForm
    created_at: datetime
    updated_at: datetime
    views: int = 0
    sales: int = 0


def adopt_products(arrivals: Sequence[Arrival]) -> Adopted:
    """Adds these products, or brings them up to date, all or none; categories and tags that are missing are made.

    What was changed here after `updated_at` stays as it is, product and stock each for itself. StillOwed.
    """
    with transaction():
        known = _known([one.id for one in arrivals])
        due = [one for one in arrivals if one.id not in known or is_due(known[one.id], one.updated_at)]
        flipped, moved = _follow_stock([one for one in due if one.id in known], known)
        pictures = pictures_of(one.form for one in due)
        move_version()
        categories = categories_named((one.form.category for one in due), make=True)
        names = Names(categories, tags_named(tag for one in due for tag in one.form.tags))
        left = levels.available(known)
        taken = _taken(due, known)
        write([_draft(one, known.get(one.id), left, taken) for one in due], names, pictures, None)
        stock_flipped(flipped)
        return _settled(due, known, moved)


def _known(ids: Sequence[str]) -> dict[str, Any]:
    found = {}
    for start in range(0, len(ids), _BATCH):
        rows = session().execute(ROWS.where(_p.id.in_(ids[start : start + _BATCH])))
        found.update({row.id: row for row in rows})
    return found


def _follow_stock(arrivals: Sequence[Arrival], known: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Stock is locked before the catalog. Returns the items for which it flipped, and those for which it moved."""
    for one in arrivals:
        if one.form.preorder_available != known[one.id].preorder_available:
            inventory.set_terms(one.id, backorder=one.form.preorder_available)
    counts = {one.id: (one.form.no_of_products, one.form.stock_alert, one.updated_at) for one in arrivals}
    return stock.follow(counts)


def _taken(arrivals: Sequence[Arrival], known: Mapping[str, Any]) -> set[str]:
    """Addresses that a known product asks for and another product has."""
    wanted = [str(one.form.slug) for one in arrivals if one.id in known and one.form.slug != known[one.id].slug]
    return set(session().scalars(select(_p.slug).where(_p.slug.in_(wanted)))) if wanted else set()


def _draft(one: Arrival, row: Any, left: Mapping[str, int | None], taken: set[str]) -> Draft:
    if row is None:
        return Draft(one.form, given={"id": one.id, "created_at": one.created_at, "updated_at": one.updated_at})
    # An address that got a number last time keeps it: it would get another each time.
    form = one.form.model_copy(update={"slug": None}) if one.form.slug in taken else one.form
    count = left.get(one.id)
    return Draft(form, row, None if count is None else count > 0)


def _settled(due: Sequence[Arrival], known: Mapping[str, Any], moved: set[str]) -> Adopted:
    asked = select(_p.id, _p.version).where(_p.id.in_([one.id for one in due]))
    versions = {row.id: row.version for row in session().execute(asked)}
    adopted = Adopted(new={one.id for one in due if one.id not in known})
    adopted.changed = {one for one, row in known.items() if versions.get(one, row.version) != row.version} | moved
    fresh = [one for one in due if one.id in adopted.new]
    if fresh:
        mine = update(_counters).where(_counters.c.product_id == bindparam("_id"))
        counts = [{"_id": one.id, "_views": one.views, "_sales": one.sales} for one in fresh]
        session().execute(mine.values(views=bindparam("_views"), sales=bindparam("_sales")), counts)
    stock.stamp_moves({one.id: one.updated_at for one in fresh})
    stamp(_products, {one.id: one.updated_at for one in due if one.id in adopted.changed})
    return adopted
