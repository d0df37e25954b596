"""The shop's own words: about the house, delivery, returns, what the law wants to be said."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for

from storefront.core.site import site
from storefront.domain.content import pages
from storefront.domain.content import services as content
from storefront.web import structured
from storefront.web.assets import asset_url
from storefront.web.content_address import path_of
from storefront.web.shared_pages import shared_page

bp = Blueprint("pages", __name__)

TELLS_OF_THE_HOUSE = ("about", "contact")


@bp.get(f"/<any({', '.join(map(repr, pages.FIRST_SLUGS))}):slug>")
@shared_page()
def show(slug: str) -> Response:
    """A page that every shop has, at an address of its own."""
    return _page(slug)


@bp.get("/pages/<slug>")
@shared_page()
def added(slug: str) -> Response:
    """A page that staff have added."""
    if slug in pages.FIRST_SLUGS:
        return make_response(redirect(path_of(slug), 301))
    return _page(slug)


def _page(slug: str) -> Response:
    page, terms, path = pages.page(slug), content.trade(), path_of(slug)
    crumbs: list[tuple[str, str | None]] = [("Home", url_for("shop.home.show")), (page.title, None)]
    facts = [structured.breadcrumbs(crumbs, path)]
    if slug in TELLS_OF_THE_HOUSE:
        facts.append(structured.organization(terms, asset_url("favicon.svg")))
    return make_response(
        render_template("shop/pages/show.html", page=page, crumbs=crumbs, facts=facts, canonical=site().address(path))
    )
