"""When a picture's sizes are there, whatever shows it learns of them."""

from typing import Any

from sqlalchemy import select, update

from storefront.core.clock import now
from storefront.core.db import session
from storefront.domain.catalog.models import Category, Product, ProductPicture
from storefront.domain.catalog.services.settling import move_version
from storefront.domain.media import Picture, Stored
from storefront.domain.media.services import when_ready

_products: Any = Product.__table__
_categories: Any = Category.__table__
_p = _products.c
_c = _categories.c
_shown = ProductPicture.__table__.c


@when_ready
def show_sizes(stored: Stored) -> None:
    """Rows that hold this picture hold its sizes from now on. Inside the transaction that made it ready."""
    with_picture = session().execute(select(_c.id, _c.picture).where(_c.picture.is_not(None)))
    rooms = [room for room in with_picture if room.picture.get("key") == stored.key]
    products = list(session().scalars(select(_shown.product_id).where(_shown.key == stored.key)))
    if not rooms and not products:
        return
    move_version()
    shows = select(_p.id, _p.pictures).where(_p.id.in_(products))
    for product_id, pictures in session().execute(shows).all():
        mine = update(_products).where(_p.id == product_id)
        fresh = [_fresh(one, stored) for one in pictures]
        session().execute(mine.values(pictures=fresh, version=_p.version + 1, updated_at=_p.updated_at))
    for category_id, picture in rooms:
        mine = update(_categories).where(_c.id == category_id)
        session().execute(mine.values(picture=_fresh(picture, stored), updated_at=now()))


def _fresh(kept: dict[str, Any], stored: Stored) -> dict[str, Any]:
    return Picture.of(stored, kept["alt"]).to_json() if kept.get("key") == stored.key else kept
