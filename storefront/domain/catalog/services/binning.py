"""Into the bin, out of it, and gone for good."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update

from storefront import adapters
from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.models import CatalogState, Category, FacetCount, FormerSlug, Product, Tag
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.standing import standings

_products: Any = Product.__table__
_former: Any = FormerSlug.__table__
_state: Any = CatalogState.__table__
_p = _products.c


def bin_products(product_ids: Iterable[str], who: Person | None) -> None:
    """Into the bin: nobody finds them any more, and orders keep their own copies. NoSuchProduct if one is not there."""
    _move(list(product_ids), binned=True)


def restore_products(product_ids: Iterable[str], who: Person | None) -> None:
    """Out of the bin, to where they stood. NoSuchProduct if one was never there."""
    _move(list(product_ids), binned=False)


def bin_all(who: Person | None) -> None:
    """Every product into the bin, in a few statements however many there are."""
    with transaction():
        move_version()
        there = update(_products).where(_p.deleted_at.is_(None))
        session().execute(there.values(deleted_at=now(), listed=False, version=_p.version + 1, updated_at=now()))
        # Only what is listed is counted and found: nothing is any more.
        session().execute(delete(FacetCount.__table__))
        for table in (Category.__table__, Tag.__table__):
            session().execute(update(table).values(product_count=0, updated_at=table.c.updated_at))
        session().execute(update(_state).values(products=0))
        adapters.search().clear()


def empty_bin(who: Person | None) -> int:
    """What lies in the bin goes for good; how many products that were. Orders keep their copies, and stock its history."""
    with transaction():
        move_version()
        binned = select(_p.id).where(_p.deleted_at.is_not(None)).scalar_subquery()
        session().execute(delete(_former).where(_former.c.kind == "product", _former.c.target_id.in_(binned)))
        gone: Any = session().execute(delete(_products).where(_p.deleted_at.is_not(None)))
        return int(gone.rowcount)


def _move(product_ids: list[str], *, binned: bool) -> None:
    with transaction():
        move_version()
        _check(product_ids, [_p.deleted_at.is_(None)] if binned else [])
        before = standings(product_ids)
        for standing in before.values():
            mine = update(_products).where(_p.id == standing.id)
            listed = False if binned else _p.visibility & standing.category.is_active
            deleted = now() if binned else None
            session().execute(mine.values(deleted_at=deleted, listed=listed, version=_p.version + 1, updated_at=now()))
        after = standings(product_ids)
        settle([(before[one], after[one]) for one in before])


def _check(product_ids: list[str], conditions: list[Any]) -> None:
    there = set(session().scalars(select(_p.id).where(_p.id.in_(product_ids), *conditions)))
    for product_id in product_ids:
        if product_id not in there:
            raise NoSuchProduct(productId=product_id)
