"""How often a product was looked at, in the narrow table of its counters: no version moves with it."""

from sqlalchemy import exists, literal, select

from storefront.core.db import session, upsert
from storefront.domain.catalog.models import Product, ProductCounter


def count_view(product_id: str) -> None:
    """One more view of this product, if there is such a one. Inside a transaction."""
    known = select(literal(product_id), literal(1), literal(0)).where(exists().where(Product.id == product_id))
    row = upsert(ProductCounter).from_select(["product_id", "views", "sales"], known)
    session().execute(row.on_conflict_do_update(index_elements=["product_id"], set_={"views": ProductCounter.views + 1}))
