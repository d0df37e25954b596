"""The demo catalogue is loaded as often as one likes."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from storefront.cli import demo
from storefront.domain.catalog import ListingQuery, ProductPage, queries
from storefront.domain.content import services as content
from storefront.domain.delivery import queries as delivery
from storefront.domain.inventory import queries as stock
from storefront.domain.promotions import queries as promotions
from tests.factories.catalog import a_ring

PRODUCT = {
    "category": "Rings",
    "currency": "INR",
    "dimensions": "Band 2 mm wide",
    "noOfProducts": 4,
    "specifications": {"material": "Platinum"},
    "tags": ["bridal"],
    "variants": {"sizes": ["8", "10"]},
}
CATALOGUE: dict[str, Any] = {
    "products": [
        {**PRODUCT, "name": "First", "slug": "first", "price": 100, "images": ["ring.webp"], "alt": {"ring.webp": "A ring"}},
        {**PRODUCT, "name": "Second", "slug": "second", "price": 200, "images": [], "alt": {}},
    ],
    "categories": [{"name": "Rings", "slug": "rings", "description": "For every finger", "image": "room.webp", "alt": "Rings"}],
    "coupons": [{"code": "SHAGUN", "kind": "amount", "value": 50, "categories": ["rings"]}],
    "zones": [{"name": "East", "pins": ["7"], "fee": 300}],
    "heroes": [
        {
            "image": "hero.webp",
            "alt": "Gold",
            "tone": "dark",
            "title": "Gold",
            "words": "For the day",
            "link": "See",
            "url": "/shop",
        }
    ],
}


@pytest.fixture(autouse=True)
def _small_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at, name in enumerate(("ring.webp", "room.webp", "hero.webp")):
        data = io.BytesIO()
        Image.new("RGB", (40, 30), (200, 10 * at, 0)).save(data, "WEBP")
        (tmp_path / name).write_bytes(data.getvalue())
    (tmp_path / "catalogue.json").write_text(json.dumps(CATALOGUE))
    monkeypatch.setattr(demo, "CATALOGUE", tmp_path / "catalogue.json")
    monkeypatch.setattr(demo, "SOURCE", tmp_path)
    monkeypatch.setattr(demo, "PREPARED", tmp_path / "prepared")


def load(app: Flask, *options: str) -> str:
    result = app.test_cli_runner().invoke(args=["demo", "load", *options])
    assert result.exit_code == 0, result.output
    return result.output.strip()


def test_products_rooms_and_scenes_are_there_with_their_pictures(app: Flask) -> None:
    assert load(app) == "Demo catalogue: 2 products, 2 of them new, and 3 pictures."

    first = queries.product("first")
    assert isinstance(first, ProductPage)
    assert [picture.alt for picture in first.pictures] == ["A ring"]
    assert stock.available([first.id]) == {first.id: 4}
    assert [card.name for card in queries.listing(ListingQuery()).cards] == ["First", "Second"]
    (room,) = queries.menu()
    assert room.picture is not None
    assert room.picture.width == 40
    assert {(row.type, row.value) for row in queries.variants()} == {("size", "8"), ("size", "10")}
    (scene,) = content.heroes()
    assert (scene.title, scene.picture.alt, scene.tone) == ("Gold", "Gold", "dark")


def test_loading_again_changes_nothing(app: Flask) -> None:
    load(app)
    before = [card.version for card in queries.listing(ListingQuery()).cards]

    assert load(app) == "Demo catalogue: 2 products, 0 of them new, and 3 pictures."

    assert [card.version for card in queries.listing(ListingQuery()).cards] == before
    assert (len(queries.categories()), len(queries.variants())) == (1, 2)


def test_a_shop_that_has_products_is_left_alone_if_so_asked(app: Flask) -> None:
    a_ring(visibility=False)

    assert load(app, "--if-empty") == "The shop has products already; the demo catalogue was not loaded."

    assert queries.listing(ListingQuery()).total == 0


def test_coupons_and_zones_come_along_once(app: Flask) -> None:
    load(app)
    load(app)

    coupons, count = promotions.coupons()
    assert [(one.code, len(one.categories)) for one in coupons] == [("SHAGUN", 1)]
    assert count == 1
    assert [one.zone.pins for one in delivery.zones()] == [("7",)]


def test_no_choice_in_the_demo_is_worth_less_than_another_at_the_same_price() -> None:
    for piece in json.loads((demo.ROOT / "demo" / "catalogue.json").read_text())["products"]:
        values = [value for kind in piece["variants"].values() for value in kind]
        golden = any(" kt " in value for value in values)

        assert not [value for value in values if re.search(r"[0-9] (ct|g)\b", value)], piece["name"]
        assert not (golden and any("silver" in value for value in values)), piece["name"]
