"""Stock as staff set it, and what the shop shows of it: only whether there is any. Everything else is read live."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select, update

from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.forms import StockBulkForm, StockForm
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.standing import standings
from storefront.domain.inventory import queries as levels
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.services import Correction

_products: Any = Product.__table__
_p = _products.c


def set_stock(product_id: str, form: StockForm, who: Person | None) -> None:
    """So many can be sold from now on, or so many more or fewer. NoSuchProduct, OutOfStock, NotCounted, TooManyPieces."""
    _correct([(product_id, form)], who)


def set_stocks(form: StockBulkForm, who: Person | None) -> None:
    """The same for several, in their order, all or none; the refusal tells of which product."""
    _correct([(one.product_id, one) for one in form.updates], who)


def stock_flipped(item_ids: Iterable[str]) -> None:
    """Shows in lists and on cards that of these items there are some again, or none any more. Inside the transaction that moved
    their stock.

    What is not counted stays as staff set it.
    """
    items = sorted(set(item_ids))
    if not items:
        return
    with transaction():
        move_version()
        before = standings(items)
        left = levels.available(before)
        flipped = [one for one in before.values() if (count := left.get(one.id)) is not None and (count > 0) != one.in_stock]
        for one in flipped:
            mine = update(_products).where(_p.id == one.id)
            session().execute(mine.values(in_stock=not one.in_stock, version=_p.version + 1, updated_at=_p.updated_at))
        after = standings(one.id for one in flipped)
        settle([(one, after[one.id]) for one in flipped])


def _correct(said: Sequence[tuple[str, StockForm]], who: Person | None) -> None:
    with transaction():
        names = _names(product_id for product_id, _ in said)
        corrections = [
            Correction(product_id, form.operation, form.quantity, form.why, names[product_id]) for product_id, form in said
        ]
        stock_flipped(inventory.correct(corrections, who.id if who else None))


def _names(product_ids: Iterable[str]) -> dict[str, str]:
    """The names of these products; NoSuchProduct for the first that is not there, or lies in the bin."""
    wanted = list(dict.fromkeys(product_ids))
    there = select(_p.id, _p.name).where(_p.id.in_(wanted), _p.deleted_at.is_(None))
    names = {product_id: str(name) for product_id, name in session().execute(there)}
    for product_id in wanted:
        if product_id not in names:
            raise NoSuchProduct(productId=product_id)
    return names
