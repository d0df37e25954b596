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


def preferred(ids: list[str], equals: list[int], preferences: Preferences) -> list[str]:
    """The same products; within each run of equals those first that meet more of the preferences. One statement, or none.

    `equals`: how many of the ids, in their order, belong to each run.
    """
    if not preferences or len(ids) < 2:
        return ids
    met = _met(ids, preferences)
    ordered: list[str] = []
    for size in equals:
        run = ids[len(ordered) : len(ordered) + size]
        ordered += sorted(run, key=lambda one: met.get(one, 0), reverse=True)
    return ordered + ids[len(ordered) :]


def _met(ids: list[str], preferences: Preferences) -> dict[str, int]:
    """How many of the two each product meets: its category is one of those, its price within the range."""
    postgres = dialect() == "postgresql"
    low, high = preferences.price_min, preferences.price_max
    statement = _statement(postgres, bool(preferences.categories), low is not None, high is not None)
    given = {
        "ids": statements.ids_for(postgres, ids),
        "names": [fold(name) for name in preferences.categories],
        "slugs": [name.lower() for name in preferences.categories],
        "low": low,
        "high": high,
    }
    known = {name: value for name, value in given.items() if value not in (None, [])}
    return dict(session().execute(statement, known).all())


@lru_cache(16)
def _statement(postgres: bool, categories: bool, low: bool, high: bool) -> Select[Any]:
    likes: list[ColumnElement[bool]] = []
    if categories:
        named = _c.folded.in_(bindparam("names", expanding=True)) | _c.slug.in_(bindparam("slugs", expanding=True))
        those = select(_c.id).where(_c.is_active, named)
        likes.append(_p.category_id.in_(those))
    bounds = [_p.price >= bindparam("low")] if low else []
    bounds += [_p.price <= bindparam("high")] if high else []
    likes += [and_(*bounds)] if bounds else []
    met: Any = sum(case((like, 1), else_=0) for like in likes)
    return select(_p.id, met).where(statements.among(postgres, _p.id))
