"""Making anew what is kept besides the products' rows, should it ever be wrong. After any change this changes nothing."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select, update

from storefront import adapters
from storefront.core.db import session, transaction
from storefront.domain.catalog.models import (
    CatalogState,
    Category,
    FacetCount,
    Product,
    ProductFacet,
    ProductPicture,
    ProductTag,
    Tag,
)
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.standing import Standing, standings

_p = Product.__table__.c
_BATCH = 500
_KEPT: tuple[Any, ...] = tuple(kind.__table__ for kind in (ProductTag, ProductFacet, ProductPicture, FacetCount))
_ROOMS: tuple[Any, ...] = (Category.__table__, Tag.__table__)
_state: Any = CatalogState.__table__


RULES = 3
"""Moves when facets or counts are made in another way, so that a shop which was filled before is counted anew."""


def recount_if_due() -> bool:
    """Counts anew what an older version of the shop has counted; whether it was due."""
    due: bool = session().execute(select(_state.c.counted_by)).scalar_one() != RULES
    if due:
        recount()
    return due


def recount() -> int:
    """Makes tags, facets, counts and the search index anew from the products' rows; returns how many products are listed."""
    with transaction():
        move_version()
        for table in _KEPT:
            session().execute(delete(table))
        for table in _ROOMS:
            session().execute(update(table).values(product_count=0, updated_at=table.c.updated_at))
        session().execute(update(_state).values(products=0, counted_by=RULES))
        adapters.search().clear()
        for some in _all():
            settle([(None, standing) for standing in some])
        return int(session().execute(select(_state.c.products)).scalar_one())


def _all() -> Iterator[list[Standing]]:
    last = ""
    while ids := list(session().scalars(select(_p.id).where(_p.id > last).order_by(_p.id).limit(_BATCH))):
        last = ids[-1]
        yield list(standings(ids).values())
