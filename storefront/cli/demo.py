"""The demo catalogue."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from storefront.cli.pictures import PREPARED, ROOT, SOURCE
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.choices import choices_of
from storefront.domain.catalog.forms import CategoryForm, ProductForm, VariantForm
from storefront.domain.content import Scene
from storefront.domain.content.services import set_heroes
from storefront.domain.delivery.forms import ZoneForm
from storefront.domain.delivery.queries import zones
from storefront.domain.delivery.services import add_zone
from storefront.domain.media import Picture, Stored
from storefront.domain.media.services import store_prepared
from storefront.domain.promotions.forms import CouponForm
from storefront.domain.promotions.services import put_coupon

CATALOGUE = ROOT / "demo" / "catalogue.json"

command = click.Group("demo", help="The demo catalogue.")


@command.command("load")
@click.option("--if-empty", is_flag=True, help="Only into a shop that has no product yet.")
@with_appcontext
def load(if_empty: bool) -> None:
    """Load the demo catalogue with its pictures; what is there already is brought up to date, by its slug."""
    if if_empty and queries.has_products():
        click.echo("The shop has products already; the demo catalogue was not loaded.")
        return
    demo = json.loads(CATALOGUE.read_text())
    pictures = store_prepared(_paths(demo), PREPARED)
    try:
        rooms = _categories(demo["categories"], pictures)
        imported = services.import_products(_products(demo["products"], pictures), None)
        _promotions(demo, rooms)
    except Invalid as error:
        raise click.ClickException(f"{CATALOGUE} does not fit: {error.sentence}") from None
    services.offer_variants(_variants(demo["products"]), None)
    set_heroes([_scene(one, pictures) for one in demo["heroes"]], None)
    click.echo(f"Demo catalogue: {len(imported.ids)} products, {imported.new} of them new, and {len(pictures)} pictures.")


def _paths(demo: dict[str, Any]) -> list[Path]:
    names = [name for product in demo["products"] for name in product["images"]]
    names += [one["image"] for one in (*demo["categories"], *demo["heroes"])]
    return [SOURCE / name for name in dict.fromkeys(names)]


def _categories(said: list[dict[str, Any]], pictures: dict[str, Stored]) -> dict[str, str]:
    """Their ids by their slugs."""
    ids = {}
    for at, one in enumerate(said):
        row = {**one, "image": pictures[one["image"]].url, "sortOrder": at}
        ids[one["slug"]] = services.put_category(parse(CategoryForm, row), None)
    return ids


def _promotions(demo: dict[str, Any], rooms: dict[str, str]) -> None:
    """The coupons; and the zones of delivery, unless there are any."""
    for one in demo.get("coupons", ()):
        put_coupon(parse(CouponForm, {**one, "categories": [rooms[slug] for slug in one.get("categories", ())]}), None)
    if not zones():
        for one in demo.get("zones", ()):
            add_zone(parse(ZoneForm, one), None)


def _products(said: list[dict[str, Any]], pictures: dict[str, Stored]) -> list[ProductForm]:
    # What stands first is shown first: the newest are the last to be made.
    return [parse(ProductForm, _product(one, pictures)) for one in reversed(said)]


def _product(said: dict[str, Any], pictures: dict[str, Stored]) -> dict[str, Any]:
    named = {name: value for name, value in said.items() if name not in ("dimensions", "currency", "alt")}
    images = [pictures[name].url for name in said["images"]]
    return {**named, "images": images, "alts": [said["alt"][name] for name in said["images"]]}


def _variants(said: list[dict[str, Any]]) -> list[VariantForm]:
    """The sizes, metals and stones that the pieces come in."""
    found = {(choice.name, value) for one in said for choice in choices_of(one["variants"]) for value in choice.values}
    return [parse(VariantForm, {"type": kind, "value": value}) for kind, value in sorted(found)]


def _scene(said: dict[str, Any], pictures: dict[str, Stored]) -> Scene:
    words = {name: said[name] for name in ("title", "words", "link", "url", "tone")}
    return Scene(Picture.of(pictures[said["image"]], said["alt"]), **words)
