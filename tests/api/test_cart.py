"""The cart endpoints, as their clients expect them."""

from typing import Any

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.domain.cart.bag import LINES
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_catalog, a_ring, a_ring_with_choices, made_to_order
from tests.signed_in import browser_of


def add(browser: Browser, product: str, quantity: int = 1, **options: str) -> Any:
    return browser.post("/cart/add", json={"productId": product, "quantity": quantity, "options": options})


def lines(browser: Browser) -> list[dict[str, Any]]:
    return browser.get("/cart").json["result"]


def test_a_number_of_thousands_of_digits_is_no_number_of_pieces(as_customer: Browser) -> None:
    answer = as_customer.post("/cart/add", json={"productId": a_ring(stock=1), "quantity": "1" * 5_000})

    assert answer.json["result"]["errors"] == {"quantity": "This must be a whole number."}


def test_nobody_signed_in_has_no_cart(client: Browser) -> None:
    answer = client.get("/cart")

    assert (answer.status_code, answer.json["code"]) == (401, 2001)


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

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert "quantity" in answer.json["result"]["errors"]


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
    assert (refused.status_code, list(refused.json["result"]["errors"])) == (422, ["options"])

    assert as_customer.delete(f"/cart/remove/{ring}").status_code == 200
    assert lines(as_customer) == []


def test_removing_what_is_not_there_is_not_found(as_customer: Browser) -> None:
    assert as_customer.delete(f"/cart/remove/{new_id()}").status_code == 404


def test_merging_caps_at_the_stock_and_skips_the_unknown(as_customer: Browser) -> None:
    ring = a_ring(stock=2)
    items = [{"productId": ring, "quantity": 9}, {"productId": new_id(), "quantity": 1}]

    answer = as_customer.post("/cart/merge", json={"items": items})

    assert answer.json["message"] == "Cart merged successfully"
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


def test_a_line_is_updated_by_some_of_its_options_however_they_are_written(as_customer: Browser) -> None:
    ring = a_ring(stock=9, variants={"sizes": ["12", "14"], "metals": ["Platinum"]})
    add(as_customer, ring, size="12")
    add(as_customer, ring, size="14")
    # The only metal was chosen for the client, who never named it.
    assert lines(as_customer)[0]["options"] == {"size": "12", "metal": "Platinum"}

    for options, quantity in (({"size": "12"}, 2), ({"Size": 12}, 3), ({"sizes": "12", "metal": "platinum"}, 4)):
        body = {"productId": ring, "quantity": quantity, "options": options}
        assert as_customer.put("/cart/update", json=body).status_code == 200
        assert [line["quantity"] for line in lines(as_customer)] == [quantity, 1]


def test_options_that_no_line_has_are_not_found_and_too_few_are_asked_for(as_customer: Browser) -> None:
    ring = a_ring_with_choices(stock=9)
    add(as_customer, ring, size="12")
    add(as_customer, ring, size="14")

    for options, status in (({"size": "8"}, 404), ({"metal": "platinum"}, 404), ({}, 422), ({"size": None}, 422)):
        answer = as_customer.put("/cart/update", json={"productId": ring, "quantity": 2, "options": options})
        assert (answer.status_code, [line["quantity"] for line in lines(as_customer)]) == (status, [1, 1])


def test_a_line_without_options_is_named_by_none(as_customer: Browser) -> None:
    ring = a_ring_with_choices(stock=9)
    add(as_customer, ring)
    add(as_customer, ring, size="14")

    answer = as_customer.put("/cart/update", json={"productId": ring, "quantity": 3, "options": {}})

    assert answer.status_code == 200
    assert [(line["options"], line["quantity"]) for line in lines(as_customer)] == [({}, 3), ({"size": "14"}, 1)]


def test_sizes_may_come_as_numbers_and_what_is_not_chosen_as_null(as_customer: Browser) -> None:
    ring = a_ring_with_choices(stock=5)
    body = {"productId": ring, "quantity": 1, "options": {"size": 12, "metal": None, "stone": ""}}

    assert as_customer.post("/cart/add", json=body).status_code == 200
    assert lines(as_customer)[0]["options"] == {"size": "12"}


@pytest.mark.parametrize("options", ["12", 5, [], {"size": []}, {"size": {"$ne": 1}}, {"size": True}, {"x" * 30: "1"}])
def test_odd_options_are_refused(as_customer: Browser, options: Any) -> None:
    answer = as_customer.post("/cart/add", json={"productId": a_ring_with_choices(stock=5), "quantity": 1, "options": options})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert all(field.startswith("options") for field in answer.json["result"]["errors"])


def test_an_option_that_the_piece_does_not_have_names_those_it_has(as_customer: Browser) -> None:
    answer = add(as_customer, a_ring_with_choices(stock=5), size="99")

    assert answer.status_code == 422
    assert answer.json["result"]["errors"] == {"options.size": "There is no such size; choose 8, 12 or 14."}


def test_merging_joins_lines_of_the_same_options_and_leaves_open_what_cannot_be_had(as_customer: Browser) -> None:
    ring = a_ring_with_choices(stock=9)
    add(as_customer, ring, size="12")
    items = [
        {"productId": ring, "quantity": 2, "options": {"sizes": 12}},
        {"productId": ring, "quantity": 1, "options": {"size": "99", "engraving": "Asha"}},
    ]

    assert as_customer.post("/cart/merge", json={"items": items}).status_code == 200

    assert [(line["options"], line["quantity"]) for line in lines(as_customer)] == [({"size": "12"}, 3), ({}, 1)]


def test_an_update_beyond_the_stock_says_what_is_left_over_all_lines(as_customer: Browser) -> None:
    ring = a_ring_with_choices(stock=4)
    add(as_customer, ring, 2, size="12")
    add(as_customer, ring, 1, size="14")

    answer = as_customer.put("/cart/update", json={"productId": ring, "quantity": 3, "options": {"size": "14"}})

    assert (answer.status_code, answer.json["code"], answer.json["result"]["left"]) == (409, 2002, 4)


def test_a_line_of_somebody_else_is_not_found(app: Flask, as_customer: Browser) -> None:
    ring = a_ring(stock=5)
    add(as_customer, ring)
    line = lines(as_customer)[0]["id"]
    stranger = browser_of(app, a_customer())

    assert stranger.put("/cart/update", json={"lineId": line, "quantity": 2}).status_code == 404
    assert stranger.delete(f"/cart/remove/{line}").status_code == 404
    assert lines(as_customer)[0]["quantity"] == 1


def test_a_full_cart_says_how_much_it_holds(as_customer: Browser) -> None:
    numbers = [str(number) for number in range(11)]
    ring = made_to_order(variants={"sizes": numbers, "metals": numbers})
    choices = [{"size": size, "metal": metal} for size in numbers for metal in numbers]
    items = [{"productId": ring, "options": one} for one in choices[:LINES]]
    as_customer.post("/cart/merge", json={"items": items})

    answer = add(as_customer, ring, **choices[LINES])

    assert (answer.status_code, answer.json["code"], answer.json["result"]) == (409, 2002, {"errors": {}, "most": LINES})
    assert answer.json["message"] == "A bag holds at most 100 different pieces. Take one out first."


def test_a_cart_costs_few_statements(as_customer: Browser, statements: Any) -> None:
    for ring in a_catalog(20):
        add(as_customer, ring)

    with statements(at_most=7):
        as_customer.get("/cart")
