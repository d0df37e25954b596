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
    assert (answer.status_code, answer.json["code"]) == (200, 1000)
    return answer.json["result"]


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

    assert [one.get("name") or one["value"] for one in answer.json["result"]] == ["C"]
    assert answer.headers["X-Total-Count"] == "3"
    assert client.get(f"{address}?page=0").status_code == 422


def test_only_admins_see_what_is_not_active(client: Browser, as_admin: Browser) -> None:
    a_category("Attic", isActive=False)

    assert read(client, "/auth/categories") == []
    assert [one["name"] for one in read(as_admin, "/auth/categories")] == ["Attic"]


@pytest.mark.parametrize("address", ["/categories", "/admin/categories"])
def test_a_new_category_is_answered_whole(as_admin: Browser, client: Browser, address: str) -> None:
    answer = as_admin.post(address, json={"name": "Nose Pins", "description": "Small", "productCount": 9, "id": "x"})

    made = answer.json["result"]
    assert answer.json == {"code": 1000, "message": "Category created successfully", "result": made}
    assert (made["name"], made["description"], made["slug"], made["productCount"]) == ("Nose Pins", "Small", "nose-pins", 0)
    assert read(as_admin, "/auth/categories") == [made]
    assert made.items() > read(client, "/auth/categories")[0].items()


@pytest.mark.parametrize("address", ["/tags", "/admin/tags"])
def test_a_new_tag_is_answered_whole(as_admin: Browser, client: Browser, address: str) -> None:
    answer = as_admin.post(address, json={"name": "For Her"})

    made = answer.json["result"]
    assert answer.json == {"code": 1000, "message": "Tag created successfully", "result": made}
    assert (made["name"], made["slug"], made["isActive"]) == ("For Her", "for-her", True)
    assert read(as_admin, "/auth/tags") == [made]
    assert made.items() > read(client, "/auth/tags")[0].items()


def test_a_new_variant_is_answered_whole(as_admin: Browser, client: Browser) -> None:
    answer = as_admin.post("/variants", json={"type": "metal", "value": "Platinum"})

    made = answer.json["result"]
    assert answer.json == {"code": 1000, "message": "Variant created successfully", "result": made}
    assert read(as_admin, "/auth/variants") == [made]
    assert made.items() > read(client, "/auth/variants")[0].items()


@pytest.mark.parametrize(
    ("address", "first", "again"),
    [
        ("/categories", {"name": "Nose Pins"}, {"name": "nose-pins"}),
        ("/categories", {"name": "Café"}, {"name": "CAFE"}),
        ("/tags", {"name": "For Her"}, {"name": "for_her"}),
        ("/variants", {"type": "metal", "value": "Rose Gold"}, {"type": "metal", "value": "rose-gold"}),
    ],
)
def test_one_name_is_one_thing_however_it_is_written(
    as_admin: Browser, address: str, first: dict[str, str], again: dict[str, str]
) -> None:
    as_admin.post(address, json=first)

    answer = as_admin.post(address, json=again)

    assert (answer.status_code, answer.json["code"]) == (409, 2002)
    assert answer.json["result"]["errors"].keys() == {"value" if address == "/variants" else "name"}


@pytest.mark.parametrize("address", ["/categories", "/tags"])
@pytest.mark.parametrize("name", ["", "  ", "\u0000", "-", "x" * 81, "ﷺ" * 50, "ß" * 60, 5, None, True, ["Rings"], {"$ne": 1}])
def test_a_name_that_will_not_do_has_its_sentence(as_admin: Browser, address: str, name: Any) -> None:
    answer = as_admin.post(address, json={"name": name})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert answer.json["result"]["errors"].keys() == {"name"}


@pytest.mark.parametrize("said", [{"type": "colour", "value": "x"}, {"type": "size"}, {"type": None, "value": 5}, {}])
def test_a_variant_has_a_type_and_a_value(as_admin: Browser, said: dict[str, Any]) -> None:
    assert as_admin.post("/variants", json=said).status_code == 422


def test_a_name_in_another_script_is_a_name(as_admin: Browser) -> None:
    answer = as_admin.post("/categories", json={"name": "अंगूठियाँ"})

    assert answer.json["result"]["name"] == "अंगूठियाँ"


@pytest.mark.parametrize("address", ["/categories", "/admin/categories"])
def test_an_empty_category_can_go(as_admin: Browser, address: str) -> None:
    rings = a_category("Rings")

    answer = as_admin.delete(f"{address}/{rings}", data=b"true", content_type="application/json")

    assert answer.json == {"code": 1000, "message": "Category deleted successfully", "result": None}
    assert read(as_admin, "/auth/categories") == []
    assert as_admin.delete(f"{address}/{rings}").status_code == 404


def test_a_category_with_products_stays_and_says_how_many(as_admin: Browser) -> None:
    rings = a_category("Rings")
    a_ring()
    services.bin_products([a_ring()], None)

    answer = as_admin.delete(f"/categories/{rings}")

    assert (answer.status_code, answer.json["code"]) == (409, 2002)
    assert answer.json["message"] == "2 products are still in this category, 1 of them in the bin; move them first."
    assert answer.json["result"] == {"errors": {}, "products": 2, "inBin": 1}


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("POST", "/categories"),
        ("DELETE", "/categories/odd"),
        ("POST", "/tags"),
        ("POST", "/variants"),
        ("GET", "/admin/categories"),
        ("POST", "/admin/categories"),
        ("DELETE", "/admin/categories/odd"),
        ("GET", "/admin/tags"),
        ("POST", "/admin/tags"),
    ],
)
def test_rooms_and_words_are_changed_by_admins(client: Browser, as_customer: Browser, method: str, address: str) -> None:
    assert client.open(address, method=method).status_code == 401
    assert as_customer.open(address, method=method).status_code == 403


@pytest.mark.parametrize("address", ["/admin/categories", "/admin/tags"])
def test_staff_see_all_rooms_at_their_own_address(as_admin: Browser, address: str) -> None:
    a_category("Attic", isActive=False)
    a_tag("Attic", isActive=False)

    answer = as_admin.get(address)

    assert [one["name"] for one in answer.json["result"]] == ["Attic"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ["/auth/categories", "/auth/tags", "/auth/variants"])
def test_a_list_of_rooms_or_words_is_one_statement_beside_the_version(client: Browser, statements: Any, address: str) -> None:
    for name in ("A", "B"):
        a_category(name)
        a_tag(name)

    with statements(at_most=2):
        read(client, address)
