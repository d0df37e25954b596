"""The cart endpoints, as their clients expect them."""

from typing import Any

import pytest

from storefront.core.ids import new_id
from tests.browser import Browser
from tests.factories.catalog import a_ring, a_ring_with_choices


def add(browser: Browser, product: str, quantity: int = 1, **options: str) -> Any:
    return browser.post("/cart/add", json={"productId": product, "quantity": quantity, "options": options})


def lines(browser: Browser) -> list[dict[str, Any]]:
    return browser.get("/cart").json["result"]  # type: ignore[index,no-any-return]


def test_nobody_signed_in_has_no_cart(client: Browser) -> None:
    answer = client.get("/cart")

    assert (answer.status_code, answer.json["code"]) == (401, 2001)  # type: ignore[index]


def test_a_browser_that_wants_a_page_is_sent_to_the_bag(client: Browser) -> None:
    answer = client.get("/cart", headers={"Accept": "text/html,*/*"})

    assert (answer.status_code, answer.location) == (303, "/bag")


def test_a_line_has_the_shape_of_the_requirements_and_its_options(as_customer: Browser) -> None:
    ring = a_ring_with_choices(stock=5, price=12_500)

    added = add(as_customer, ring, 2, size="12")

    assert added.json == {"code": 1000, "message": "Item added to cart", "result": None}
    (line,) = lines(as_customer)
    assert line.keys() == {"id", "productId", "quantity", "options", "product", "addedAt"}
    assert (line["productId"], line["quantity"], line["options"]) == (ring, 2, {"size": "12"})
    assert (line["product"]["id"], line["product"]["price"]) == (ring, 12_500)
    assert line["addedAt"].endswith("Z")


def test_adding_without_options_is_fine_for_a_client(as_customer: Browser) -> None:
    assert add(as_customer, a_ring_with_choices(stock=5)).status_code == 200


def test_beyond_the_stock_is_a_conflict_that_says_what_is_left(as_customer: Browser) -> None:
    answer = add(as_customer, a_ring(stock=2), 3)

    assert (answer.status_code, answer.json["code"]) == (409, 2002)
    assert answer.json["result"]["left"] == 2


def test_an_unknown_product_is_not_found(as_customer: Browser) -> None:
    for unknown in (new_id(), "odd", "a" * 80):
        answer = add(as_customer, unknown)
        assert (answer.status_code, answer.json["code"]) == (404, 2004)


@pytest.mark.parametrize("quantity", [0, -1, 100, 1.5, True, "many", None, [1], 10**30])
def test_an_odd_quantity_is_refused_at_its_field(as_customer: Browser, quantity: Any) -> None:
    answer = as_customer.post("/cart/add", json={"productId": a_ring(stock=500), "quantity": quantity})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)  # type: ignore[index]
    assert "quantity" in answer.json["result"]["errors"]  # type: ignore[index]


def test_a_quantity_is_updated_by_product_or_line(as_customer: Browser) -> None:
    ring = a_ring(stock=9)
    add(as_customer, ring)

    as_customer.put("/cart/update", json={"productId": ring, "quantity": 4})
    assert lines(as_customer)[0]["quantity"] == 4

    as_customer.put("/cart/update", json={"productId": lines(as_customer)[0]["id"], "quantity": 2})
    assert lines(as_customer)[0]["quantity"] == 2


def test_several_lines_of_a_product_need_its_options_to_update_and_go_together(as_customer: Browser) -> None:
    ring = a_ring_with_choices(stock=9)
    add(as_customer, ring, size="12")
    add(as_customer, ring, size="14")

    refused = as_customer.put("/cart/update", json={"productId": ring, "quantity": 2})
    assert (refused.status_code, list(refused.json["result"]["errors"])) == (422, ["options"])  # type: ignore[index]

    assert as_customer.delete(f"/cart/remove/{ring}").status_code == 200
    assert lines(as_customer) == []


def test_removing_what_is_not_there_is_not_found(as_customer: Browser) -> None:
    assert as_customer.delete(f"/cart/remove/{new_id()}").status_code == 404


def test_merging_caps_at_the_stock_and_skips_the_unknown(as_customer: Browser) -> None:
    ring = a_ring(stock=2)
    items = [{"productId": ring, "quantity": 9}, {"productId": new_id(), "quantity": 1}]

    answer = as_customer.post("/cart/merge", json={"items": items})

    assert answer.json["message"] == "Cart merged successfully"  # type: ignore[index]
    assert [(line["productId"], line["quantity"]) for line in lines(as_customer)] == [(ring, 2)]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"true", b'{"productId": "\\u0000"}', b"\xff", b'{"items": 5}'])
@pytest.mark.parametrize(("method", "path"), [("post", "/cart/add"), ("put", "/cart/update"), ("post", "/cart/merge")])
def test_a_body_that_cannot_be_right_is_refused_in_the_envelope(
    as_customer: Browser, method: str, path: str, body: bytes
) -> None:
    answer = getattr(as_customer, method)(path, data=body, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.json["code"] == 2002


def test_what_a_client_echoes_beside_is_ignored(as_customer: Browser) -> None:
    ring = a_ring(stock=3, price=10_000)

    as_customer.post("/cart/add", json={"productId": ring, "quantity": 1, "userId": new_id(), "product": {"price": 1}})

    assert lines(as_customer)[0]["product"]["price"] == 10_000
