"""Reviews that come from another shop, with the number of those who found them helpful there."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_

from storefront.core.adopting import Adopted, adopt, known_ids
from storefront.core.db import session, transaction
from storefront.domain.accounts.models import User
from storefront.domain.catalog.models import Product
from storefront.domain.reviews.models import Review

_reviews: Any = Review.__table__
_r = _reviews.c


def adopt_reviews(rows: Sequence[Mapping[str, Any]]) -> Adopted:
    """Adds these reviews, or brings them up to date. Votes and the pieces' ratings follow by `rating.recount()`, once for all.

    Left out: of an unknown piece or writer, and a second one of the same person on the same piece.
    """
    with transaction():
        refused = _strangers(rows)
        refused |= _second([row for row in rows if row["id"] not in refused])
        adopted = adopt(_reviews, [row for row in rows if row["id"] not in refused])
        adopted.left_out = refused
        return adopted


def _strangers(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    products = known_ids(Product.id, (row["product_id"] for row in rows))
    people = known_ids(User.id, (row["user_id"] for row in rows))
    refused = {row["id"]: "Its writer is not in the shop." for row in rows if row["user_id"] not in people}
    return refused | {row["id"]: "Its product is not in the shop." for row in rows if row["product_id"] not in products}


def _second(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    pairs = [(row["product_id"], row["user_id"]) for row in rows]
    there = select(_r.id, _r.product_id, _r.user_id).where(tuple_(_r.product_id, _r.user_id).in_(pairs))
    written = {(row.product_id, row.user_id): row.id for row in session().execute(there)} if pairs else {}
    refused = {}
    for row, pair in zip(rows, pairs, strict=True):
        if written.setdefault(pair, row["id"]) != row["id"]:
            refused[row["id"]] = f"The same person has reviewed this product already, in {written[pair]}."
    return refused
