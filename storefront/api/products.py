"""Finding and reading products. Prices come and go in rupees."""

from dataclasses import replace

import msgspec
from flask import Blueprint

from storefront.api.endpoint import Answer, endpoint
from storefront.api.shapes.paging import paged
from storefront.api.shapes.product import ProductJson, SearchJson, SuggestionJson, product_json, products_json
from storefront.core.paging import DEEPEST, PagingForm
from storefront.domain.catalog import ListingQuery, Sort, queries
from storefront.domain.catalog.forms import ListingForm, SearchForm, SuggestionsForm
from storefront.web.sign_in import person

bp = Blueprint("products", __name__)


@bp.get("/auth/products")
@bp.get("/public/products")
@endpoint(query=ListingForm, message="Products retrieved successfully", of_catalog=True, result=list[ProductJson])
def index(query: ListingForm) -> Answer:
    """All products, the newest first; admins also see what is hidden."""
    return _list(query.asked, query)


@bp.get("/auth/products/filter")
@bp.get("/public/products/filter")
@endpoint(query=ListingForm, message="Filtered products retrieved", of_catalog=True, result=list[ProductJson])
def narrowed(query: ListingForm) -> Answer:
    """The products that meet every condition."""
    return _list(query.asked, query)


@bp.get("/products/featured")
@endpoint(query=ListingForm, message="Featured products retrieved", of_catalog=True, result=list[ProductJson])
def featured(query: ListingForm) -> Answer:
    """The featured products, in the order that staff gave them."""
    return _list(replace(query.asked, featured=True, sort=query.sort or Sort.FEATURED), query)


@bp.get("/products/by-tag/<tag>")
@endpoint(query=ListingForm, message="Products by tag retrieved", of_catalog=True, result=list[ProductJson])
def by_tag(tag: str, query: ListingForm) -> Answer:
    """The products with a tag, by its name or slug; none if there is no such tag."""
    return _list(replace(query.asked, tags=(tag, *query.tags)), query)


@bp.get("/products/search")
@endpoint(query=SearchForm, message="Search results retrieved", of_catalog=True, result=SearchJson)
def search(query: SearchForm) -> Answer:
    """The products that have every word of `q`, the best match first, and what else may be meant."""
    who = person()
    found = queries.find(query.asked, who)
    products = products_json(found.refs, who)
    result = {"products": products, "total": found.total, "suggestions": _suggestions(query.q)}
    return replace(paged(products, found.total, query, deepest=DEEPEST), result=result)


@bp.get("/products/suggestions")
@endpoint(query=SuggestionsForm, message="Search suggestions retrieved", of_catalog=True, result=list[SuggestionJson])
def suggestions(query: SuggestionsForm) -> list[SuggestionJson]:
    """What somebody who has typed so far may be looking for."""
    return _suggestions(query.q)


@bp.get("/auth/products/<slug>")
@bp.get("/public/products/<slug>")
@endpoint(message="Product retrieved successfully", errors=(404,), of_catalog=True, result=ProductJson)
def show(slug: str) -> msgspec.Raw:
    """One product, by its slug, a former slug or its id."""
    return product_json(queries.product_ref(slug, person()), person())


def _list(asked: ListingQuery, form: PagingForm) -> Answer:
    who = person()
    found = queries.find(asked, who)
    answer = paged(products_json(found.refs, who), found.total, form, deepest=DEEPEST, after=found.after)
    if who and who.is_admin:
        answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _suggestions(words: str) -> list[SuggestionJson]:
    return [{"query": one.query, "type": one.type, "count": one.count} for one in queries.suggestions(words)]
