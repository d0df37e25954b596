"""Many products at once: all or none, and quickly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storefront.core.db import session, transaction
from storefront.domain.accounts import Person
from storefront.domain.catalog.forms import ProductForm
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services.rooms import categories_named, tags_named
from storefront.domain.catalog.services.settling import move_version
from storefront.domain.catalog.services.standing import ROWS
from storefront.domain.catalog.services.writing import Draft, Names, pictures_of, write
from storefront.domain.inventory import queries as levels
from storefront.domain.inventory import services as inventory

_p = Product.__table__.c
_BATCH = 500


@dataclass(frozen=True)
class Imported:
    """Ids in the order of the rows."""

    ids: list[str]
    new: int


def import_products(forms: Sequence[ProductForm], who: Person | None) -> Imported:
    """Adds these products, all or none, making categories and tags that are missing.

    One whose `slug` is there already is changed, not doubled; its stock, which has had a life of its own since, stays as it is.
    """
    addresses = [form.slug for form in forms if form.slug]
    with transaction():
        _set_terms(forms, _there(addresses))
        pictures = pictures_of(forms)
        move_version()
        categories = categories_named((form.category for form in forms), make=True)
        names = Names(categories, tags_named(tag for form in forms for tag in form.tags))
        there = _there(addresses)
        left = levels.available(row.id for row in there.values())
        drafts = [_draft(form, there.get(form.slug), left) for form in forms]
        return Imported(write(drafts, names, pictures, who), sum(draft.row is None for draft in drafts))


def _set_terms(forms: Sequence[ProductForm], there: Mapping[str | None, Any]) -> None:
    for form in forms:
        row = there.get(form.slug)
        if row is not None and form.sent("preorder_available") and form.preorder_available != row.preorder_available:
            inventory.set_terms(row.id, backorder=form.preorder_available)


def _draft(form: ProductForm, row: Any, left: Mapping[str, int | None]) -> Draft:
    count = left.get(row.id) if row is not None else None
    return Draft(form, row, None if count is None else count > 0)


def _there(addresses: list[str]) -> dict[str | None, Any]:
    """Products by slug, those in the bin too: an import does not bring them back, but neither doubles them."""
    found = {}
    for start in range(0, len(addresses), _BATCH):
        rows = session().execute(ROWS.where(_p.slug.in_(addresses[start : start + _BATCH])))
        found.update({row.slug: row for row in rows})
    return found
