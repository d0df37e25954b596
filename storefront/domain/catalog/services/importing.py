"""Many products at once: all or none, and quickly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from storefront.core.db import session, transaction
from storefront.core.errors import Invalid
from storefront.domain.accounts import Person
from storefront.domain.catalog.forms import ProductForm
from storefront.domain.catalog.models import Product
from storefront.domain.catalog.services.rooms import categories_named, tags_named
from storefront.domain.catalog.services.settling import move_version
from storefront.domain.catalog.services.standing import ROWS
from storefront.domain.catalog.services.writing import Draft, Names, pictures_of, write
from storefront.domain.inventory import queries as levels
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.errors import StillOwed
from storefront.domain.inventory.services import Correction

_products: Any = Product.__table__
_p = _products.c
_BATCH = 500


@dataclass(frozen=True)
class Imported:
    """Ids in the order of the rows."""

    ids: list[str]
    new: int


def import_products(forms: Sequence[ProductForm], who: Person | None, *, bring_back: bool = False) -> Imported:
    """Adds these products, all or none, making categories and tags that are missing. Invalid, under `3.slug`, by rows.

    One whose `slug` is there already is changed, not doubled; its stock, which has had a life of its own since, stays as it is.
    With `bring_back` what lies in the bin comes out of it, with the stock that is said here; else it is changed where it lies.
    """
    _refuse_twice(forms)
    addresses = [form.slug for form in forms if form.slug]
    with transaction():
        binned = _set_stock(forms, _there(addresses), bring_back, who)
        pictures = pictures_of(forms)
        move_version()
        categories = categories_named((form.category for form in forms), make=True)
        names = Names(categories, tags_named(tag for form in forms for tag in form.tags))
        _bring_back(binned)
        there = _there(addresses)
        left = levels.available(row.id for row in there.values())
        drafts = [_draft(form, there.get(form.slug), left) for form in forms]
        return Imported(write(drafts, names, pictures, who), sum(draft.row is None for draft in drafts))


def _refuse_twice(forms: Sequence[ProductForm]) -> None:
    first: dict[str, int] = {}
    errors = {}
    for at, form in enumerate(forms):
        if form.slug and first.setdefault(form.slug, at) != at:
            errors[f"{at}.slug"] = f"Entry {first[form.slug]} has this slug already."
    if errors:
        raise Invalid(errors, f"{len(errors)} of {len(forms)} entries need another look; nothing was changed.")


def _set_stock(forms: Sequence[ProductForm], there: Mapping[str | None, Any], bring_back: bool, who: Person | None) -> list[str]:
    """Stock is locked before the catalog. Returns the ids of those that are to come out of the bin."""
    binned = {row.id: form for form in forms if bring_back and (row := there.get(form.slug)) is not None and row.deleted_at}
    for at, form in enumerate(forms):
        row = there.get(form.slug)
        if row is not None and form.sent("preorder_available") and form.preorder_available != row.preorder_available:
            _set_preorder(at, row.id, form)
    counted = [(one, form.no_of_products) for one, form in binned.items() if form.no_of_products is not None]
    inventory.correct([Correction(one, "set", count, "Imported") for one, count in counted], who.id if who else None)
    return list(binned)


def _set_preorder(at: int, product_id: str, form: ProductForm) -> None:
    try:
        inventory.set_terms(product_id, backorder=form.preorder_available)
    except StillOwed as refused:
        raise Invalid({f"{at}.preorderAvailable": refused.sentence}) from None


def _bring_back(product_ids: list[str]) -> None:
    for start in range(0, len(product_ids), _BATCH):
        some = _p.id.in_(product_ids[start : start + _BATCH])
        session().execute(update(_products).where(some).values(deleted_at=None, updated_at=_p.updated_at))


def _draft(form: ProductForm, row: Any, left: Mapping[str, int | None]) -> Draft:
    count = left.get(row.id) if row is not None else None
    return Draft(form, row, None if count is None else count > 0)


def _there(addresses: list[str]) -> dict[str | None, Any]:
    """Products by slug, those in the bin too: they are not doubled either."""
    found = {}
    for start in range(0, len(addresses), _BATCH):
        rows = session().execute(ROWS.where(_p.slug.in_(addresses[start : start + _BATCH])))
        found.update({row.slug: row for row in rows})
    return found
