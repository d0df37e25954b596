"""Products and categories for tests, made by the services."""

from itertools import count
from typing import Any

from sqlalchemy import select

from storefront.core.db import session
from storefront.core.forms import parse
from storefront.domain.catalog import services
from storefront.domain.catalog.forms import CategoryForm, ProductForm, TagForm
from storefront.domain.catalog.models import ProductCounter

RINGS = {"sizes": ["8", "12", "14"], "metals": ["18 kt yellow gold", "18 kt white gold"]}

_number = count(1)


def a_ring(**said: Any) -> str:
    """A ring of which there is one, at ₹10,000, without choices; its id. Fields as in JSON; `stock` is short for noOfProducts."""
    ring = {"name": f"Ring {next(_number)}", "category": "Rings", "price": 10_000, "noOfProducts": 1, **said}
    if "stock" in ring:
        ring["noOfProducts"] = ring.pop("stock")
    return some_products(ring)[0]


def a_ring_with_choices(**said: Any) -> str:
    """A ring in three sizes and two metals."""
    return a_ring(**{"variants": RINGS, **said})


def made_to_order(**said: Any) -> str:
    """A ring that is not counted: it is made when it is ordered."""
    return a_ring(stock=None, **said)


def some_products(*rows: dict[str, Any]) -> list[str]:
    """These products, with the categories and tags that they name; their ids."""
    return services.import_products([parse(ProductForm, row) for row in rows], None).ids


def sales(product_id: str) -> int:
    """How many of it count as sold."""
    kept = select(ProductCounter.sales).where(ProductCounter.product_id == product_id)
    return int(session().execute(kept).scalar() or 0)


def a_category(name: str = "Earrings", **said: Any) -> str:
    return services.add_category(parse(CategoryForm, {"name": name, **said}), None)


def a_tag(name: str = "Bridal", **said: Any) -> str:
    return services.add_tag(parse(TagForm, {"name": name, **said}), None)


def a_catalog(size: int) -> list[str]:
    """So many products over four categories and three tags, at prices that differ; their ids, the oldest first."""
    return some_products(*(_product(number) for number in range(size)))


def _product(number: int) -> dict[str, Any]:
    metal = ("Yellow gold", "White gold", "Platinum")[number % 3]
    stone = ("Diamond", "Ruby", "Emerald", "Pearl", None)[number % 5]
    kind = ("Rings", "Earrings", "Necklaces", "Nose Pins")[number % 4]
    return {
        "name": f"{stone or 'Plain'} {kind} {number}",
        "category": kind,
        "price": 1_000 + number * 997 % 300_000,
        "tags": [("bridal", "gift", "new")[at] for at in range(3) if number % (at + 2) == 0],
        "noOfProducts": number % 7,
        "featured": number % 10 == 0,
        "specifications": {"material": metal, **({"gemstone": stone} if stone else {})},
        "variants": {"sizes": [str(8 + number % 4 * 2)]},
    }
