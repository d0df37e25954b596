"""Writing products: one path for a single new one, a change, and an import of thousands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import insert, update

from storefront.core import site
from storefront.core.clock import now
from storefront.core.db import session
from storefront.core.ids import new_id
from storefront.core.text import slug
from storefront.domain.accounts import Person
from storefront.domain.catalog.forms import ProductChanges
from storefront.domain.catalog.models import Product, ProductCounter
from storefront.domain.catalog.services.settling import settle
from storefront.domain.catalog.services.slugs import free_slugs, lead_on
from storefront.domain.catalog.services.standing import standings
from storefront.domain.catalog.tree import Room
from storefront.domain.inventory import services as inventory
from storefront.domain.media import Picture
from storefront.domain.media.services import pictures_at

_products: Any = Product.__table__
_counters: Any = ProductCounter.__table__
_p = _products.c

_AS_SENT = (
    "name", "sku", "description", "preorder_available", "featured", "visibility", "sort_order", "specifications", "variants",
    "dimensions", "seo_keywords", "meta_title", "meta_description",
)  # fmt: skip
"""Fields whose column holds what was sent."""

Pictures = Mapping[str, Picture]
"""By address."""


@dataclass(frozen=True)
class Draft:
    """What shall become of a product: a new one where there is no row yet."""

    form: ProductChanges
    row: Any = None
    in_stock: bool | None = None
    """What the stock says of a product that is there already; None: as staff say."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """Columns that a new one brings along from another shop: its id, and when it was made and changed."""


@dataclass(frozen=True)
class Names:
    """The categories and tags that drafts name, found or made."""

    categories: Mapping[str, Room]
    tags: Mapping[str, Room]


def pictures_of(forms: Iterable[ProductChanges]) -> Pictures:
    """The pictures at all the addresses that the forms name, in one statement. To be asked before the catalog is held."""
    addresses = sorted({address for form in forms if form.sent("images") for address in form.images})
    here = site.site().url
    # A client sends our own addresses back as it got them: absolute.
    local = [one.removeprefix(here) if one.startswith(f"{here}/") else one for one in addresses]
    return dict(zip(addresses, pictures_at(local, ""), strict=True)) if addresses else {}


def write(drafts: Sequence[Draft], names: Names, pictures: Pictures, who: Person | None) -> list[str]:
    """Writes these products and all that follows from them; returns their ids. What stays as it was is not touched.

    Inside a transaction that holds the catalog. The stock of a product that is there already is not set here: it is locked before
    the catalog, by whoever calls this.
    """
    new = [draft for draft in drafts if draft.row is None]
    ids = iter(_insert(new, names, pictures, who))
    written = [next(ids) if draft.row is None else draft.row.id for draft in drafts]
    changes = {draft.row.id: found for draft in drafts if draft.row is not None and (found := _changes(draft, names, pictures))}
    before = standings(changes)
    _update(changes, {draft.row.id: draft.row for draft in drafts if draft.row is not None})
    touched = [one for one, draft in zip(written, drafts, strict=True) if draft.row is None or one in changes]
    after = standings(touched)
    settle([(before.get(one), after[one]) for one in touched])
    return written


def _insert(drafts: list[Draft], names: Names, pictures: Pictures, who: Person | None) -> list[str]:
    if not drafts:
        return []
    addresses = _addresses([draft.form for draft in drafts])
    pairs = zip(drafts, addresses, strict=True)
    rows = [{**_row(draft.form, address, names, pictures), **draft.given} for draft, address in pairs]
    session().execute(insert(_products), rows)
    session().execute(insert(_counters), [{"product_id": row["id"], "views": 0, "sales": 0} for row in rows])
    stocks = [
        (row["id"], draft.form.no_of_products, draft.form.stock_alert, draft.form.preorder_available)
        for row, draft in zip(rows, drafts, strict=True)
    ]
    inventory.open_stock(stocks, who.id if who else None)
    return [row["id"] for row in rows]


def _addresses(forms: list[ProductChanges]) -> list[str]:
    # Those that were asked for come first: no name that happens to read the same may take them.
    order = sorted(range(len(forms)), key=lambda at: forms[at].slug is None)
    free = free_slugs(_p.slug, [forms[at].slug or slug(forms[at].name) for at in order])
    return [address for _, address in sorted(zip(order, free, strict=True))]


def _row(form: ProductChanges, address: str, names: Names, pictures: Pictures) -> dict[str, Any]:
    category = names.categories[form.category]
    count = form.no_of_products
    return {
        **{name: getattr(form, name) for name in _AS_SENT},
        "id": new_id(),
        "slug": address,
        "category_id": category.id,
        "price": form.price_paise,
        "compare_price": form.compare_paise,
        "in_stock": form.in_stock if count is None else count > 0,
        "listed": form.visibility and category.is_active,
        "weight_mg": form.weight_mg,
        "gst_rate": form.gst_hundredths,
        "pictures": _shown(form, None, pictures),
        "tags": _tag_names(form, names),
        "related": form.related_products,
        "rating": 0,
        "review_count": 0,
        "version": 1,
        "created_at": now(),
        "updated_at": now(),
    }


def _changes(draft: Draft, names: Names, pictures: Pictures) -> dict[str, Any]:
    """The columns that become other than they are."""
    form, row = draft.form, draft.row
    wanted = {name: getattr(form, name) for name in _AS_SENT if form.sent(name)}
    if form.sent("price"):
        wanted["price"] = form.price_paise
    if form.sent("compare_price"):
        wanted["compare_price"] = form.compare_paise
    if form.sent("weight_grams"):
        wanted["weight_mg"] = form.weight_mg
    if form.sent("gst_rate"):
        wanted["gst_rate"] = form.gst_hundredths
    if form.sent("related_products"):
        wanted["related"] = form.related_products
    if form.sent("tags"):
        wanted["tags"] = _tag_names(form, names)
    if form.sent("images"):
        wanted["pictures"] = _shown(form, row, pictures)
    if form.slug and form.slug != row.slug:
        wanted["slug"] = free_slugs(_p.slug, [form.slug])[0]
    if draft.in_stock is not None or form.sent("in_stock"):
        wanted["in_stock"] = form.in_stock if draft.in_stock is None else draft.in_stock
    category = names.categories.get(form.category)
    active = category.is_active if category else row.category_is_active
    wanted["category_id"] = category.id if category else row.category_id
    wanted["listed"] = active and row.deleted_at is None and wanted.get("visibility", row.visibility)
    return {name: value for name, value in wanted.items() if value != getattr(row, name)}


def _update(changes: Mapping[str, dict[str, Any]], rows: Mapping[str, Any]) -> None:
    moment = now()
    for product_id, changed in changes.items():
        mine = update(_products).where(_p.id == product_id)
        session().execute(mine.values(**changed, version=_p.version + 1, updated_at=moment))
        if "slug" in changed:
            lead_on("product", rows[product_id].slug, changed["slug"], product_id)


def _tag_names(form: ProductChanges, names: Names) -> list[str]:
    return list(dict.fromkeys(names.tags[tag].name for tag in form.tags))


def _shown(form: ProductChanges, row: Any, pictures: Pictures) -> list[dict[str, Any]]:
    before = [Picture.from_json(one) for one in row.pictures] if row is not None else []
    said = {(one.key or one.src): one.alt for one in before}
    shown = []
    for at, address in enumerate(form.images):
        picture = pictures[address]
        given = form.alts[at] if at < len(form.alts) else ""
        alt = given or said.get(picture.key or picture.src) or form.name or row.name
        shown.append(replace(picture, alt=alt).to_json())
    return shown
