"""What the shop shows of stock: only whether there is any. Everything else is read live."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import update

from storefront.core.db import session, transaction
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.standing import standings
from storefront.domain.inventory import queries as inventory

_products: Any = Product.__table__
_p = _products.c


def stock_flipped(item_ids: Iterable[str]) -> None:
    """Of these items there are some again, or none any more: the lists follow. Inside the transaction that moved the stock.

    What is not counted stays as staff set it.
    """
    items = sorted(set(item_ids))
    if not items:
        return
    with transaction():
        move_version()
        before = standings(items)
        left = inventory.available(before)
        flipped = [one for one in before.values() if (count := left.get(one.id)) is not None and (count > 0) != one.in_stock]
        for one in flipped:
            mine = update(_products).where(_p.id == one.id)
            session().execute(mine.values(in_stock=not one.in_stock, version=_p.version + 1, updated_at=_p.updated_at))
        after = standings(one.id for one in flipped)
        settle([(one, after[one.id]) for one in flipped])
