"""Price lists for those who show the shop's pieces elsewhere: Google Merchant Center, and others that read its format."""

import zlib
from collections.abc import Iterator
from hashlib import blake2b

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for

from storefront.core.site import site
from storefront.core.text import fold
from storefront.domain.catalog import queries as catalog
from storefront.domain.content import services as content
from storefront.web.limits import FEED, limiter
from storefront.web.shared_pages import catalog_version

bp = Blueprint("feeds", __name__)

JEWELRY = "Apparel & Accessories > Jewelry"
KINDS = {
    "anklet": "Anklets", "payal": "Anklets", "nose": "Body Jewelry", "bracelet": "Bracelets", "bangle": "Bracelets",
    "kada": "Bracelets", "pendant": "Charms & Pendants", "earring": "Earrings", "jhumka": "Earrings", "stud": "Earrings",
    "necklace": "Necklaces", "mangalsutra": "Necklaces", "choker": "Necklaces", "chain": "Necklaces", "set": "Jewelry Sets",
    "ring": "Rings",
}  # fmt: skip
"""A word in the name of one of our categories, the telling ones first, and Google's category below jewellery.

Google's list of categories: https://www.google.com/basepages/producttype/taxonomy.en-US.txt
"""


@bp.get("/feeds/google.xml")
@limiter.limit(FEED)
def google() -> Response:
    """Every listed product that has a picture. Whoever has the list of this version is told so, which costs one statement."""
    terms = content.trade()
    etag = blake2b(repr((catalog_version(), terms)).encode(), digest_size=12).hexdigest()
    response = Response(status=304)
    if not request.if_none_match.contains_weak(etag):
        response = Response(content_type="application/xml; charset=utf-8")
        packs = request.accept_encodings.quality("gzip") > 0
        response.response = stream_with_context(_packed(_written()) if packs else (part.encode() for part in _written()))
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    response.set_etag(etag, weak=True)
    response.headers |= {"Vary": "Accept-Encoding", "Cache-Control": "public, max-age=0, must-revalidate"}
    return response


def _written() -> Iterator[str]:
    terms = content.trade()
    # One address stands for all, as in the sitemap; and a macro would take longer than all the rest of an item.
    place = site().address(url_for("shop.product.show", slug="-")).removesuffix("-")
    named = {"terms": terms, "place": place, "amount": lambda paise: f"{paise // 100}.{paise % 100:02} {terms.currency}"}
    yield render_template("shop/feeds/_head.xml", terms=terms)
    for batch in catalog.offers():
        offers = [(one, _kind(one.category)) for one in batch if one.pictures]
        yield render_template("shop/feeds/_items.xml", offers=offers, **named)
    yield "</channel></rss>\n"


def _kind(category: str) -> str:
    words = fold(category)
    return next((f"{JEWELRY} > {kind}" for word, kind in KINDS.items() if word in words), JEWELRY)


def _packed(parts: Iterator[str]) -> Iterator[bytes]:
    gzip = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for part in parts:
        yield gzip.compress(part.encode())
    yield gzip.flush()
