"""What one person likes comes first, among what is equal for everyone. Nothing is hidden; an order that was asked for stays."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, select

from storefront.core.db import dialect, session
from storefront.core.text import fold
from storefront.domain.accounts import Preferences
from storefront.domain.catalog.models import Category, Product
from storefront.domain.catalog.queries import statements

_p = Product.__table__.c
_c = Category.__table__.c


def preferred(ids: list[str], equals: list[int], wishes: Preferences) -> list[str]:
    """The same products; within each run of equals those first that meet more of the wishes. One statement, none without wishes.

    `equals`: how many of the ids, in their order, belong to each run.
    """
    if not wishes or len(ids) < 2:
        return ids
    met = _met(ids, wishes)
    ordered: list[str] = []
    for size in equals:
        run = ids[len(ordered) : len(ordered) + size]
        ordered += sorted(run, key=lambda one: met.get(one, 0), reverse=True)
    return ordered + ids[len(ordered) :]


def _met(ids: list[str], wishes: Preferences) -> dict[str, int]:
    """How many of the wishes each product meets: its category is one of those, its price within the range."""
    postgres = dialect() == "postgresql"
    statement = _statement(postgres, bool(wishes.categories), wishes.price_min is not None, wishes.price_max is not None)
    given = {
        "ids": statements.ids_for(postgres, ids),
        "names": [fold(name) for name in wishes.categories],
        "slugs": [name.lower() for name in wishes.categories],
        "low": wishes.price_min,
        "high": wishes.price_max,
    }
    known = {name: value for name, value in given.items() if value not in (None, [])}
    return dict(session().execute(statement, known).all())


@lru_cache(16)
def _statement(postgres: bool, categories: bool, low: bool, high: bool) -> Select[Any]:
    wishes: list[ColumnElement[bool]] = []
    if categories:
        named = _c.folded.in_(bindparam("names", expanding=True)) | _c.slug.in_(bindparam("slugs", expanding=True))
        those = select(_c.id).where(_c.is_active, named)
        wishes.append(_p.category_id.in_(those))
    bounds = [_p.price >= bindparam("low")] if low else []
    bounds += [_p.price <= bindparam("high")] if high else []
    wishes += [and_(*bounds)] if bounds else []
    met: Any = sum(case((wish, 1), else_=0) for wish in wishes)
    return select(_p.id, met).where(statements.among(postgres, _p.id))
