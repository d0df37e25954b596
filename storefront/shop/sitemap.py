"""Which pages there are, for search engines: an index, the rooms, and the products in parts."""

from flask import Blueprint, Response, make_response, render_template, url_for

from storefront.core.errors import NotFound
from storefront.core.site import site
from storefront.domain.catalog import queries as catalog
from storefront.domain.catalog.queries import Entry
from storefront.domain.content import pages
from storefront.web.content_address import path_of
from storefront.web.shared_pages import catalog_version, shared_page

bp = Blueprint("sitemap", __name__)

PICTURES = 3
"""Of each product; search engines have enough of it by then."""


@bp.get("/sitemap.xml")
@shared_page()
def index() -> Response:
    """Where the parts are."""
    numbers = range(1, len(catalog.parts(catalog_version())) + 1)
    paths = [url_for(".rooms"), *(url_for(".products", number=str(number)) for number in numbers)]
    return _xml("index", paths=paths)


@bp.get("/sitemap/rooms.xml")
@shared_page()
def rooms() -> Response:
    """The first page, the whole shop, categories, tags and the shop's own words."""
    found = [_listed(url_for(path)) for path in ("shop.home.show", "shop.listing.shop")]
    found += [_listed(url_for("shop.listing.category", slug=one.slug), one) for one in catalog.category_entries()]
    found += [_listed(url_for("shop.listing.tag", slug=one.slug), one) for one in catalog.tag_entries()]
    found += [_listed(path_of(one.slug), Entry(one.slug, one.changed)) for one in pages.links()]
    return _xml("part", entries=found)


@bp.get("/sitemap/products-<number>.xml")
@shared_page()
def products(number: str) -> Response:
    """A part of the products, with their pictures."""
    beginnings = catalog.parts(catalog_version())
    if not (number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= len(beginnings)):
        raise NotFound
    # One address stands for all: to build each from its rule would take longer than to read the rows.
    pattern = url_for("shop.product.show", slug="-").removesuffix("-")
    return _xml("part", entries=[_listed(pattern + one.slug, one) for one in catalog.entries(beginnings[int(number) - 1])])


def _listed(path: str, entry: Entry | None = None) -> tuple[str, str, list[str]]:
    """Address, day of the last change, pictures."""
    day = entry.changed.date().isoformat() if entry else ""
    pictures = [site().address(source) for source in entry.pictures[:PICTURES]] if entry else []
    return site().address(path), day, pictures


def _xml(name: str, **named: object) -> Response:
    response = make_response(render_template(f"shop/sitemap/{name}.xml", **named))
    response.content_type = "application/xml; charset=utf-8"
    return response
