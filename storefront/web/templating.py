"""What every template can use: filters for money and time, the address of an asset, and what the frame of a page shows."""

from collections.abc import Callable
from typing import Any

from flask import Flask, g
from werkzeug.local import LocalProxy

from config import Config
from storefront import adapters
from storefront.core.clock import iso
from storefront.core.money import grouped, lakh
from storefront.core.site import site
from storefront.core.wording import capital, day, days, lately, means, moment, plural, weekday
from storefront.domain.catalog import queries as catalog
from storefront.domain.content import pages
from storefront.domain.content import services as content
from storefront.domain.media import Picture
from storefront.web.assets import asset_url
from storefront.web.bag import bag_count
from storefront.web.cards import card_markup
from storefront.web.content_address import path_of
from storefront.web.frame import framed
from storefront.web.shared_pages import catalog_version
from storefront.web.sign_in import person


def install(app: Flask, config: Config) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(money=lakh, date=day, datetime=moment, lately=lately, means=means)
    app.jinja_env.filters.update(plural=plural, absolute=_absolute, capital=capital, grouped=grouped, iso=iso)
    app.jinja_env.filters.update(days=lambda estimate: days(estimate.first, estimate.last), weekday=weekday)
    app.jinja_env.globals.update(asset=asset_url, site_url=config.SITE_URL, card_markup=card_markup, framed=framed)

    known: dict[str, Any] = {}

    def remembered(name: str, read: Callable[[], Any]) -> Any:
        known[name] = read()
        return known[name]

    @app.context_processor
    def frame() -> dict[str, Any]:
        # After an error of our own or of the database, its page must not ask for what has just failed: what was known will do.
        if g.get("bare"):
            return dict(known)
        gateway = adapters.gateway()
        known["shop"] = content.trade()
        return {
            "shop": known["shop"],
            "menu": _once("menu", lambda: remembered("menu", lambda: catalog.menu(catalog_version()))),
            "menu_tags": _once("menu_tags", lambda: catalog.tag_menu(catalog_version())),
            "menu_picture": _once("menu_picture", _menu_picture),
            "written": _once("written", lambda: remembered("written", _written)),
            "person": person(),
            "bag_count": _once("bag_count", bag_count),
            "payments_open": gateway is not None,
            "sandbox": gateway is not None and gateway.is_test,
        }


def _once(name: str, read: Callable[[], Any]) -> Any:
    """Read when a template first asks for it: a part of a page shows no menu, and should not pay for one."""

    def value() -> Any:
        if name not in g:
            setattr(g, name, read())
        return g.get(name)

    return LocalProxy(value)


def _menu_picture() -> Picture | None:
    """Of the second scene: the first one opens the shop, and has just been seen."""
    scenes = content.heroes()[1:]
    return scenes[0].picture if scenes else None


def _written() -> dict[str, list[tuple[str, str]]]:
    """(title, path) of the pages of our own words, by their place in the footer."""
    found: dict[str, list[tuple[str, str]]] = {place: [] for place in ("", *pages.PLACES)}
    for link in pages.links():
        found[link.place].append((link.title, path_of(link.slug)))
    return found


def _absolute(path: str) -> str:
    """A path of this site as an absolute address."""
    return site().address(path)
