"""Adding, changing, hiding and rating products."""

from collections.abc import Collection
from datetime import UTC
from typing import Any

from sqlalchemy import update

from storefront.core.db import session, transaction
from storefront.core.errors import Invalid
from storefront.domain.accounts import Person
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.forms import ProductChanges, ProductForm, TagsBulkForm, TagsForm, VisibilityForm
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services.rooms import categories_named, tags_named
from storefront.domain.catalog.services.settling import move_version, settle
from storefront.domain.catalog.services.standing import ROWS, standings
from storefront.domain.catalog.services.writing import Draft, Names, pictures_of, write
from storefront.domain.inventory import queries as levels
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.queries import Level

_products: Any = Product.__table__
_p = _products.c


def add_product(form: ProductForm, who: Person | None) -> str:
    """A new product with its stock; its id. Tags that are missing are made. Invalid for a category that is not there."""
    with transaction():
        pictures = pictures_of([form])
        move_version()
        return write([Draft(form)], _names(form), pictures, who)[0]


def change_product(product_id: str, form: ProductChanges, who: Person | None) -> None:
    """Changes what was sent of it. NoSuchProduct, in the bin too; Invalid for a category that is not there; StillOwed.

    `noOfProducts` is what can be sold: what is held for open orders comes on top of it. It is left alone if the client's
    `updatedAt` is older than the last move of the stock.
    """
    with transaction():
        _set_stock(product_id, form, who)
        pictures = pictures_of([form])
        move_version()
        row = _row(product_id)
        write([Draft(form, row, _in_stock(product_id))], _names(form), pictures, who)


def set_tags(product_id: str, form: TagsForm, who: Person | None) -> None:
    """These tags and no others; those that are missing are made. NoSuchProduct."""
    change_product(product_id, ProductChanges(tags=form.tags), who)


def set_tags_of_several(form: TagsBulkForm, who: Person | None) -> None:
    """The same for several, all or none; of a product that comes twice the last holds. NoSuchProduct."""
    wanted = {one.product_id: ProductChanges(tags=one.tags) for one in form.updates}
    with transaction():
        move_version()
        rows = _rows(wanted)
        tags = tags_named(tag for changes in wanted.values() for tag in changes.tags)
        write([Draft(changes, rows[product_id]) for product_id, changes in wanted.items()], Names({}, tags), {}, who)


def set_visibility(product_id: str, form: VisibilityForm, who: Person | None) -> None:
    """Whether shoppers see it. NoSuchProduct."""
    change_product(product_id, ProductChanges(visibility=form.visible), who)


def set_rating(product_id: str, rating: int, reviews: int) -> None:
    """The average of its approved reviews in hundredths, and how many there are."""
    with transaction():
        move_version()
        before = standings([product_id])
        rated = update(_products).where(_p.id == product_id)
        session().execute(rated.values(rating=rating, review_count=reviews, version=_p.version + 1, updated_at=_p.updated_at))
        settle([(before[one], after) for one, after in standings(before).items()])


def _row(product_id: str) -> Any:
    return _rows([product_id])[product_id]


def _rows(product_ids: Collection[str]) -> dict[str, Any]:
    """Of all these, or NoSuchProduct for the first that is not there, or lies in the bin."""
    there = session().execute(ROWS.where(_p.id.in_(product_ids), _p.deleted_at.is_(None)))
    rows = {row.id: row for row in there}
    for product_id in product_ids:
        if product_id not in rows:
            raise NoSuchProduct(productId=product_id)
    return rows


def _names(form: ProductChanges) -> Names:
    categories = categories_named([form.category] if form.sent("category") else [])
    if form.sent("category") and form.category not in categories:
        raise Invalid({"category": "There is no such category."})
    return Names(categories, tags_named(form.tags))


def _set_stock(product_id: str, form: ProductChanges, who: Person | None) -> None:
    level = levels.levels([product_id]).get(product_id)
    if level is None:
        raise NoSuchProduct
    alert = form.stock_alert if form.sent("stock_alert") else level.alert
    backorder = form.preorder_available if form.sent("preorder_available") else level.backorder
    if (alert, backorder) != (level.alert, level.backorder):
        inventory.set_terms(product_id, alert=alert, backorder=backorder)
    if form.sent("no_of_products") and form.no_of_products != level.available and not _is_stale(form, level):
        inventory.set_stock(product_id, form.no_of_products, "Set with the product", who.id if who else None)


def _is_stale(form: ProductChanges, level: Level) -> bool:
    """Whether the stock has moved since the client read the product. Times in JSON have milliseconds and no more."""
    if form.updated_at is None or level.moved_at is None:
        return False
    read = form.updated_at if form.updated_at.tzinfo else form.updated_at.replace(tzinfo=UTC)
    return int(read.timestamp() * 1000) < int(level.moved_at.timestamp() * 1000)


def _in_stock(product_id: str) -> bool | None:
    left = levels.available([product_id])[product_id]
    return None if left is None else left > 0
