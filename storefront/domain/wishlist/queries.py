"""Reading a wishlist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storefront.core.db import session
from storefront.domain.cart import Owner
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.queries import Ref
from storefront.domain.wishlist.models import Wish

_w = Wish.__table__.c
_p = Product.__table__.c
_WISHES = (
    select(_w.id, _w.added_at, _w.options, _p.id.label("product_id"), _p.version)
    .join_from(Wish.__table__, Product.__table__, _p.id == _w.product_id)
    .where(_p.listed)
    .order_by(_w.id.desc())
)
_WISHED_BY = (
    select(_w.user_id, _w.product_id)
    .join_from(Wish.__table__, Product.__table__, _p.id == _w.product_id)
    .where(_p.listed, _w.user_id.in_(bindparam("owners", expanding=True)))
    .order_by(_w.id.desc())
)
_OF_USER = _WISHES.where(_w.user_id == bindparam("owner"))
_OF_GUEST = _WISHES.where(_w.token_hash == bindparam("owner"))


@dataclass(frozen=True)
class Wished:
    """A wish, and the version of the product under which its card or its JSON is kept."""

    id: str
    product: Ref
    added_at: datetime
    options: dict[str, Any]
    """Of a piece that was saved for later."""


def wished_by(user_ids: Sequence[str]) -> dict[str, list[str]]:
    """The ids of the pieces that these accounts wish for, by account, as `wishes` has them; one statement."""
    found: dict[str, list[str]] = {}
    for user_id, product_id in session().execute(_WISHED_BY, {"owners": list(user_ids)}):
        found.setdefault(user_id, []).append(product_id)
    return found


def wishes(owner: Owner) -> list[Wished]:
    """The pieces that shoppers may see, the latest wish first; one statement."""
    statement = _OF_USER if owner.user_id else _OF_GUEST
    rows = session().execute(statement, {"owner": owner.user_id or owner.token_hash or ""})
    return [Wished(row.id, Ref(row.product_id, row.version), row.added_at, row.options) for row in rows]
