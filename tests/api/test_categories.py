"""Categories, tags and variants, as clients expect them."""

from typing import Any

import pytest

from storefront.core.forms import parse
from storefront.domain.catalog import services
from storefront.domain.catalog.forms import VariantForm
from tests.browser import Browser
from tests.factories.catalog import a_category, a_ring, a_tag


def read(browser: Browser, address: str) -> Any:
    answer = browser.get(address)
    assert (answer.status_code, answer.json["code"]) == (200, 1000)  # type: ignore[index]
    return answer.json["result"]  # type: ignore[index]


@pytest.mark.parametrize("address", ["/auth/categories", "/public/categories"])
def test_a_category_has_the_shape_of_the_requirements(client: Browser, address: str) -> None:
    rings = a_category("Rings", description="For every finger", image="/uploads/rings.jpg")
    a_ring()

    assert read(client, address) == [
        {
            "id": rings,
            "name": "Rings",
            "description": "For every finger",
            "slug": "rings",
            "image": "http://localhost/uploads/rings.jpg",
            "isActive": True,
            "productCount": 1,
        }
    ]


@pytest.mark.parametrize("address", ["/auth/tags", "/public/tags"])
def test_a_tag_has_the_shape_of_the_requirements(client: Browser, address: str) -> None:
    gift = a_tag("gift", color="#aa0000")
    a_ring(tags=["gift"])

    assert read(client, address) == [
        {"id": gift, "name": "gift", "slug": "gift", "color": "#aa0000", "isActive": True, "productCount": 1}
    ]


def test_a_variant_has_the_shape_of_the_requirements(client: Browser) -> None:
    size = services.add_variant(parse(VariantForm, {"type": "size", "value": "8"}), None)

    assert read(client, "/auth/variants") == [{"id": size, "type": "size", "value": "8", "isActive": True}]


@pytest.mark.parametrize("address", ["/auth/categories", "/auth/tags", "/auth/variants"])
def test_rooms_and_words_come_in_pages_too(client: Browser, address: str) -> None:
    for name in ("A", "B", "C"):
        a_category(name)
        a_tag(name)
        services.add_variant(parse(VariantForm, {"type": "size", "value": name}), None)

    answer = client.get(f"{address}?page=2&limit=2")

    assert [one.get("name") or one["value"] for one in answer.json["result"]] == ["C"]  # type: ignore[index]
    assert answer.headers["X-Total-Count"] == "3"
    assert client.get(f"{address}?page=0").status_code == 422


def test_only_admins_see_what_is_not_active(client: Browser, as_admin: Browser) -> None:
    a_category("Attic", isActive=False)

    assert read(client, "/auth/categories") == []
    assert [one["name"] for one in read(as_admin, "/auth/categories")] == ["Attic"]
