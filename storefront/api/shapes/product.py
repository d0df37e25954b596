"""Products, categories, tags and variants as the requirements show them. Prices are rupees, addresses absolute.

What a product's version says is encoded once and kept; what its stock says is put to it, and kept while the stock stands so.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple, NotRequired

import msgspec
from pydantic import Field
from typing_extensions import TypedDict

from storefront.api import shelf
from storefront.core.clock import iso
from storefront.core.errors import NotFound
from storefront.core.money import rupees
from storefront.core.recent import Recent
from storefront.core.site import site
from storefront.domain.accounts import Person
from storefront.domain.catalog import queries
from storefront.domain.catalog.pricing import price_of
from storefront.domain.catalog.queries import Ref
from storefront.domain.inventory import queries as inventory
from storefront.domain.inventory.queries import Level
from storefront.domain.media import Picture

Fact = str | int | float | bool


class StaffFactsJson(TypedDict, total=False):
    """What admins alone are shown of a product, under the names by which they write it.

    `gstRate` is in percent, null where its category's holds; `weightGrams` is in grams.
    """

    sku: str | None
    alts: list[str]
    dimensions: dict[str, Fact]
    weightGrams: int | float | None
    gstRate: int | float | None
    stockAlert: int | None
    sortOrder: int
    seoKeywords: list[str]
    relatedProducts: list[str]
    metaTitle: str
    metaDescription: str


class ProductJson(StaffFactsJson):
    """A product. Prices are in rupees; `noOfProducts` is null where it is made to order."""

    id: str
    name: str
    slug: str
    category: str
    description: str
    price: int | float
    comparePrice: int | float | None
    images: list[str]
    preorderAvailable: bool
    inStock: bool
    specifications: dict[str, Fact]
    rating: Annotated[int | float, Field(ge=0, le=5)]
    reviews: int
    featured: bool
    tags: list[str]
    noOfProducts: int | None
    variants: dict[str, Fact | list[str]]
    visibility: bool
    createdAt: str
    updatedAt: str


class CategoryJson(TypedDict):
    """A room of the shop. What comes after `productCount` admins alone are shown; `gstRate` is in percent, null where the
    terms of trade hold."""

    id: str
    name: str
    description: str
    slug: str
    image: str | None
    isActive: bool
    productCount: int
    parentCategory: NotRequired[str | None]
    sortOrder: NotRequired[int]
    metaTitle: NotRequired[str]
    metaDescription: NotRequired[str]
    gstRate: NotRequired[int | float | None]


class TagJson(TypedDict):
    """A word that products share."""

    id: str
    name: str
    slug: str
    color: str
    isActive: bool
    productCount: int
    sortOrder: NotRequired[int]
    """For admins alone."""


class VariantJson(TypedDict):
    """A size, metal or stone that staff offer for choices."""

    id: str
    type: Literal["size", "metal", "stone"]
    value: str
    isActive: bool
    sortOrder: NotRequired[int]
    """For admins alone."""


class SuggestionJson(TypedDict):
    """What somebody may be looking for."""

    query: str
    type: Literal["product", "category", "tag"]
    count: int


class SearchJson(TypedDict):
    """What a search finds, how many there are in all, and what else may be meant."""

    products: list[ProductJson]
    total: int
    suggestions: list[SuggestionJson]


class Fragment(NamedTuple):
    """A product's JSON but for what follows its stock."""

    json: bytes
    """Open: without its last brace."""
    in_stock: bool
    """As staff set it, which counts where the stock is not counted."""
    updated_at: datetime


_kept: Recent[Ref, Fragment] = Recent(5_000)
_pages: Recent[tuple[tuple[Ref, ...], str], dict[str, msgspec.Raw]] = Recent(500)
_PAGE = 100
"""Products of a page at most; a list of a thousand is put together each time."""
_encoder = msgspec.json.Encoder()


def products_json(refs: Sequence[Ref], who: Person | None = None) -> list[msgspec.Raw]:
    """These versions in this order, for admins with all that they write; two statements at most: stock, and what is not kept."""
    return list((_for_staff(refs) if _is_staff(who) else products_of(refs)).values())


def products_of(refs: Sequence[Ref]) -> dict[str, msgspec.Raw]:
    """The same by id; what went away meanwhile is missing."""
    stand = inventory.stand([ref.id for ref in refs])
    shelf.shows(refs, stand)
    key = (tuple(refs), stand)
    page = _pages.get(key)
    if page is None:
        page = _made(refs, inventory.read_stand(stand))
        if len(refs) == len(page) <= _PAGE:
            _pages.put(key, page)
    return page


def _made(refs: Sequence[Ref], levels: Mapping[str, Level]) -> dict[str, msgspec.Raw]:
    made = {ref: _kept.get(ref) for ref in refs}
    if missing := [ref.id for ref, fragment in made.items() if fragment is None]:
        rows = queries.product_rows(missing)
        made.update({ref: _keep(rows[ref.id]) for ref, fragment in made.items() if fragment is None and ref.id in rows})
    return {ref.id: _complete(fragment, levels.get(ref.id)) for ref in refs if (fragment := made[ref])}


def product_json(ref: Ref, who: Person | None = None) -> msgspec.Raw:
    """One product, for admins with all that they write. NotFound if it went away between two statements."""
    found = products_json([ref], who)
    if not found:
        raise NotFound
    return found[0]


def products_by_id(ids: Sequence[str]) -> dict[str, msgspec.Raw]:
    """By id, those that are no longer sold among them: they may still stand in a cart."""
    return products_of(queries.refs_of(ids, hidden=True))


def category_json(row: Any, who: Person | None) -> CategoryJson:
    shown: CategoryJson = {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "slug": row.slug,
        "image": _address(row.picture) if row.picture else None,
        "isActive": row.is_active,
        "productCount": row.product_count,
    }
    if not _is_staff(who):
        return shown
    return {
        **shown,
        "parentCategory": row.parent_id,
        "sortOrder": row.sort_order,
        "metaTitle": row.meta_title,
        "metaDescription": row.meta_description,
        "gstRate": _percent(row.gst_rate),
    }


def tag_json(row: Any, who: Person | None) -> TagJson:
    shown: TagJson = {
        "id": row.id,
        "name": row.name,
        "slug": row.slug,
        "color": row.color,
        "isActive": row.is_active,
        "productCount": row.product_count,
    }
    return {**shown, "sortOrder": row.sort_order} if _is_staff(who) else shown


def variant_json(row: Any, who: Person | None) -> VariantJson:
    shown: VariantJson = {"id": row.id, "type": row.type, "value": row.value, "isActive": row.is_active}
    return {**shown, "sortOrder": row.sort_order} if _is_staff(who) else shown


def _for_staff(refs: Sequence[Ref]) -> dict[str, msgspec.Raw]:
    """Made each time: admins are few, and what they see is never kept."""
    ids = [ref.id for ref in refs]
    levels, rows = inventory.levels(ids), queries.product_rows(ids)
    return {one: _complete(_with_staff_facts(rows[one], levels.get(one)), levels.get(one)) for one in ids if one in rows}


def _with_staff_facts(row: Any, level: Level | None) -> Fragment:
    facts: StaffFactsJson = {
        "sku": row.sku,
        "alts": [Picture.from_json(kept).alt for kept in row.pictures],
        "dimensions": row.dimensions,
        "weightGrams": None if row.weight_mg is None else _plain(row.weight_mg / 1000),
        "gstRate": _percent(row.gst_rate),
        "stockAlert": level.alert if level else None,
        "sortOrder": row.sort_order,
        "seoKeywords": row.seo_keywords,
        "relatedProducts": row.related,
        "metaTitle": row.meta_title,
        "metaDescription": row.meta_description,
    }
    return Fragment(_encoder.encode({**_said(row), **facts})[:-1], row.in_stock, row.updated_at)


def _is_staff(who: Person | None) -> bool:
    return who is not None and who.is_admin


def _percent(hundredths: int | None) -> int | float | None:
    return None if hundredths is None else rupees(hundredths)


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def _complete(fragment: Fragment, level: Level | None) -> msgspec.Raw:
    count = level.available if level else None
    in_stock = fragment.in_stock if count is None else count > 0
    updated = fragment.updated_at
    # A client that sends a product back tells by this time which stock it has seen.
    if level and level.moved_at:
        updated = max(updated, level.moved_at)
    live = {"inStock": in_stock, "noOfProducts": count, "updatedAt": iso(updated)}
    return msgspec.Raw(fragment.json + b"," + _encoder.encode(live)[1:])


def _keep(row: Any) -> Fragment:
    fragment = Fragment(_encoder.encode(_said(row))[:-1], row.in_stock, row.updated_at)
    _kept.put(Ref(row.id, row.version), fragment)
    return fragment


def _said(row: Any) -> dict[str, Any]:
    price = price_of(row)
    return {
        "id": row.id,
        "name": row.name,
        "slug": row.slug,
        "category": row.category,
        "description": row.description,
        "price": rupees(price.amount),
        "comparePrice": None if price.compare is None else rupees(price.compare),
        "images": [_address(kept) for kept in row.pictures],
        "preorderAvailable": row.preorder_available,
        "specifications": row.specifications,
        "rating": rupees(row.rating),
        "reviews": row.review_count,
        "featured": row.featured,
        "tags": row.tags,
        "variants": row.variants,
        "visibility": row.visibility,
        "createdAt": iso(row.created_at),
    }


def _address(kept: dict[str, Any]) -> str:
    return site().address(Picture.from_json(kept).src)
