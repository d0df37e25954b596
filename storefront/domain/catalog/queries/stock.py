"""Stock as staff look at it: what runs low, and how it came to be what it is."""

from typing import Any

from sqlalchemy import bindparam, func, select

from storefront.core.db import session
from storefront.core.ids import is_id
from storefront.domain.accounts.models import User
from storefront.domain.catalog.models import Category, Product
from storefront.domain.inventory.models import Stock, StockMove

_p = Product.__table__.c
_c = Category.__table__.c
_s = Stock.__table__.c
_m = StockMove.__table__.c
_u = User.__table__.c

_LEFT = _s.on_hand - _s.held
_SIZE: Any = bindparam("size")
_SKIP: Any = bindparam("skip")
_IS_LOW = (_s.on_hand.is_not(None), _s.alert >= _LEFT, _p.deleted_at.is_(None))
_OF_PRODUCTS = Stock.__table__.join(Product.__table__, _p.id == _s.item_id)
_LOW = (
    select(_p.id, _p.name, _LEFT.label("available"), _s.alert, _c.name.label("category"))
    .select_from(_OF_PRODUCTS.join(Category.__table__, _c.id == _p.category_id))
    .where(*_IS_LOW)
    .order_by(_LEFT, _p.id)
    .limit(_SIZE)
    .offset(_SKIP)
)
_LOW_COUNT = select(func.count()).select_from(_OF_PRODUCTS).where(*_IS_LOW)
_MOVES = (
    select(*_m, _p.name.label("product"), _u.username)
    .select_from(
        StockMove.__table__.outerjoin(Product.__table__, _p.id == _m.item_id).outerjoin(User.__table__, _u.id == _m.user_id)
    )
    .order_by(_m.id.desc())
    .limit(_SIZE)
    .offset(_SKIP)
)
_MOVES_COUNT = select(func.count()).select_from(StockMove.__table__)


def low_stock(page: int, size: int) -> tuple[list[Any], int]:
    """What can be sold no more often than its alert says, the least first; how many there are. Two statements.

    Rows of id, name, available, alert, category. What is hidden is among them, what lies in the bin or is not counted is not.
    """
    rows = session().execute(_LOW, {"size": size, "skip": (page - 1) * size}).all()
    return list(rows), session().execute(_LOW_COUNT).scalar_one()


def stock_history(product_id: str | None, page: int, size: int, after: str = "") -> tuple[list[Any], int]:
    """Changes of what is on hand, the newest first, of one product or of all; how many there are. Two statements.

    Rows of all columns, with the name of the product, where it is still there, and who did it. `after`: beyond the change of
    this id, instead of a page.
    """
    mine = [_m.item_id == product_id] if product_id else []
    beyond = [_m.id < after] if after else []
    skip = 0 if after else (page - 1) * size
    if not all(is_id(one) for one in (product_id, after) if one):
        return [], 0
    rows = session().execute(_MOVES.where(*mine, *beyond), {"size": size, "skip": skip}).all()
    return list(rows), session().execute(_MOVES_COUNT.where(*mine)).scalar_one()
