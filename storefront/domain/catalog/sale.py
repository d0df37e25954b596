"""What the bag and the checkout need to know of a product, in one statement, its stock beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists, func, literal, select

from storefront.core.db import session, upsert
from storefront.domain.catalog.models import Category, Product, ProductCounter
from storefront.domain.catalog.pricing import price_of
from storefront.domain.inventory.models import Hold, HoldState, Stock
from storefront.domain.inventory.queries import Level


@dataclass(frozen=True)
class ForSale:
    """A product as it can be bought just now."""

    id: str
    name: str
    slug: str
    sku: str
    listed: bool
    in_stock: bool
    price: int
    compare_price: int | None
    variants: dict[str, Any]
    picture: dict[str, Any] | None
    categories: tuple[str, ...]
    """Its own, and the one above it."""
    weight_mg: int
    """0 where nobody has weighed it."""
    gst_rate: int | None
    """Hundredths of a percent; None: as the terms of trade say."""
    level: Level

    @property
    def most(self) -> int | None:
        """How many can be promised: 0 when it is not sold, None when nothing limits it."""
        if not self.listed:
            return 0
        if self.level.on_hand is None:
            return None if self.in_stock or self.level.backorder else 0
        return None if self.level.backorder else self.level.available

    def made_to_order(self, quantity: int) -> bool:
        """Whether so many cannot be taken from what is there."""
        return self.level.available is None or self.level.available < quantity


_p = Product.__table__.c
_category = Category.__table__.c
_stock = Stock.__table__.c
_hold = Hold.__table__.c
_OWN = (
    select(func.coalesce(func.sum(_hold.quantity), 0))
    .where(_hold.item_id == _p.id, _hold.cart_id == bindparam("cart"), _hold.state == HoldState.HELD)
    .scalar_subquery()
)
_COLUMNS = (
    _p.id, _p.name, _p.slug, _p.sku, _p.listed, _p.in_stock, _p.price, _p.compare_price, _p.variants, _p.pictures,
    _stock.on_hand, (_stock.held - _OWN).label("held"), _stock.backorder, _stock.alert,
    _p.category_id, _category.parent_id, _p.weight_mg, func.coalesce(_p.gst_rate, _category.gst_rate).label("gst_rate"),
)  # fmt: skip
_FOR_SALE = (
    select(*_COLUMNS)
    .join_from(Product.__table__, Stock.__table__, _stock.item_id == _p.id)
    .join(Category.__table__, _category.id == _p.category_id)
    .where(_p.id.in_(bindparam("products", expanding=True)))
)


def for_sale(product_ids: Iterable[str], cart_id: str | None) -> dict[str, ForSale]:
    """Every product among these that exists, those that are no longer listed among them; one statement.

    What an open order of this bag holds can still be had by the bag itself.
    """
    wanted = list(product_ids)
    if not wanted:
        return {}
    rows = session().execute(_FOR_SALE, {"products": wanted, "cart": cart_id})
    return {row.id: _of(row) for row in rows}


def count_sold(sold: Mapping[str, int]) -> None:
    """So many more of each were paid for (fewer, where a number is negative). Inside a transaction."""
    for product_id, quantity in sorted(sold.items()):
        known = select(literal(product_id), literal(0), literal(quantity)).where(exists().where(Product.id == product_id))
        row = upsert(ProductCounter).from_select(["product_id", "views", "sales"], known)
        more = {"sales": ProductCounter.sales + quantity}
        session().execute(row.on_conflict_do_update(index_elements=["product_id"], set_=more))


def _of(row: Any) -> ForSale:
    price = price_of(row)
    return ForSale(
        id=row.id,
        name=row.name,
        slug=row.slug,
        sku=row.sku or "",
        listed=row.listed,
        in_stock=row.in_stock,
        price=price.amount,
        compare_price=price.compare,
        variants=row.variants,
        picture=row.pictures[0] if row.pictures else None,
        categories=(row.category_id, row.parent_id) if row.parent_id else (row.category_id,),
        weight_mg=row.weight_mg or 0,
        gst_rate=row.gst_rate,
        level=Level(row.on_hand, int(row.held), row.backorder, row.alert),
    )
