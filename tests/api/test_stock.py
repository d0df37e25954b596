"""Stock as admins set it and look at it."""

from typing import Any

import pytest

from storefront.core.db import transaction
from storefront.core.forms import parse
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.catalog import services
from storefront.domain.catalog.forms import StockBulkForm
from storefront.domain.inventory import services as inventory
from storefront.domain.inventory.queries import available
from tests.browser import Browser
from tests.factories.catalog import a_ring, made_to_order

HISTORY, ALERTS, BULK = "/products/stock/history", "/products/stock/alerts", "/products/stock/bulk-update"


def put(browser: Browser, product: str, **said: Any) -> Any:
    return browser.put(f"/products/{product}/stock", json=said)


def bulk(browser: Browser, *updates: tuple[str, int, str]) -> Any:
    rows = [{"productId": product, "quantity": quantity, "operation": operation} for product, quantity, operation in updates]
    return browser.post(BULK, json={"updates": rows})


def read(browser: Browser, address: str) -> Any:
    answer = browser.get(address)
    assert (answer.status_code, answer.json["code"]) == (200, 1000)
    return answer.json["result"]


@pytest.mark.parametrize(
    ("method", "address"), [("PUT", "/products/odd/stock"), ("POST", BULK), ("GET", ALERTS), ("GET", HISTORY)]
)
def test_stock_is_for_admins(client: Browser, as_customer: Browser, method: str, address: str) -> None:
    assert client.open(address, method=method).status_code == 401
    assert as_customer.open(address, method=method).status_code == 403


def test_a_quantity_is_what_can_be_sold_from_now_on(as_admin: Browser) -> None:
    ring = a_ring(stock=1)
    inventory.hold(new_id(), {ring: 1})

    answer = put(as_admin, ring, quantity=4)

    assert answer.json == {"code": 1000, "message": "Stock updated successfully", "result": None}
    assert available([ring]) == {ring: 4}


def test_some_more_and_some_fewer_can_be_told_as_well(as_admin: Browser) -> None:
    ring = a_ring(stock=5)

    put(as_admin, ring, quantity=3, operation="subtract")
    put(as_admin, ring, quantity=1, operation="add")

    assert available([ring]) == {ring: 3}


def test_the_shop_shows_at_once_whether_there_are_any(as_admin: Browser, client: Browser) -> None:
    ring = a_ring(stock=5)

    put(as_admin, ring, quantity=0)
    assert read(client, f"/auth/products/{ring}")["inStock"] is False

    put(as_admin, ring, quantity=2)
    assert read(client, f"/auth/products/{ring}")["inStock"] is True


def test_no_more_can_be_taken_out_than_can_be_sold(as_admin: Browser) -> None:
    ring = a_ring(name="Lotus", stock=3)
    inventory.hold(new_id(), {ring: 2})

    answer = put(as_admin, ring, quantity=2, operation="subtract")

    assert (answer.status_code, answer.json["code"]) == (409, 2002)
    assert answer.json["message"] == "Only 1 of Lotus can be had just now."
    assert answer.json["result"] == {"errors": {}, "left": 1, "productId": ring}


def test_what_is_made_to_order_is_counted_once_staff_say_how_many_there_are(as_admin: Browser) -> None:
    ring = made_to_order()

    refused = put(as_admin, ring, quantity=2, operation="add")
    put(as_admin, ring, quantity=2)

    assert refused.status_code == 409
    assert available([ring]) == {ring: 2}


def test_nobody_counts_more_than_a_million_of_a_piece(as_admin: Browser) -> None:
    ring = a_ring(stock=1_000_000)

    assert put(as_admin, ring, quantity=1, operation="add").status_code == 409


@pytest.mark.parametrize("quantity", [None, True, -1, 1.5, 10**30, "many", [], {}, "1e3", 1_000_001])
def test_a_quantity_is_a_whole_number(as_admin: Browser, quantity: Any) -> None:
    ring = a_ring(stock=1)

    answer = put(as_admin, ring, quantity=quantity)

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert answer.json["result"]["errors"].keys() == {"quantity"}
    assert available([ring]) == {ring: 1}


def test_the_stock_of_what_is_not_there_is_not_found(as_admin: Browser) -> None:
    binned = a_ring()
    services.bin_products([binned], None)

    for unknown in (new_id(), "odd", "%00", binned):
        answer = put(as_admin, unknown, quantity=1)
        assert (answer.status_code, answer.json["code"]) == (404, 2004)


def test_a_bulk_applies_in_order_and_the_same_product_may_come_twice(as_admin: Browser) -> None:
    ring, chain = a_ring(stock=1), a_ring(stock=1)

    answer = bulk(as_admin, (ring, 10, "set"), (chain, 1, "subtract"), (ring, 4, "subtract"))

    assert answer.json == {"code": 1000, "message": "Stock updated in bulk", "result": None}
    assert available([ring, chain]) == {ring: 6, chain: 0}
    moves = read(as_admin, f"{HISTORY}?productId={ring}")
    assert [(move["previousQuantity"], move["newQuantity"], move["operation"]) for move in moves] == [
        (10, 6, "subtract"),
        (1, 10, "set"),
        (None, 1, "set"),
    ]


@pytest.mark.parametrize(("last", "status"), [(("f" * 24, 1, "set"), 404), (("odd", 1, "set"), 404)])
def test_a_bulk_is_all_or_nothing(as_admin: Browser, last: tuple[str, int, str], status: int) -> None:
    ring = a_ring(stock=1)

    answer = bulk(as_admin, (ring, 10, "set"), last)

    assert answer.status_code == status
    assert answer.json["result"] == {"productId": last[0]}
    assert available([ring]) == {ring: 1}


def test_a_bulk_that_takes_out_too_many_changes_nothing(as_admin: Browser) -> None:
    ring = a_ring(name="Lotus", stock=1)

    answer = bulk(as_admin, (ring, 1, "add"), (ring, 3, "subtract"))

    assert (answer.status_code, answer.json["result"]["left"]) == (409, 2)
    assert available([ring]) == {ring: 1}


def test_each_row_of_a_bulk_that_will_not_do_is_named(as_admin: Browser) -> None:
    rows = [{"productId": a_ring(), "quantity": 1}, {"quantity": "x"}, 5]

    answer = as_admin.post(BULK, json={"updates": rows})

    assert answer.status_code == 422
    assert answer.json["result"]["errors"].keys() == {"updates.1.productId", "updates.1.quantity", "updates.2"}


def test_a_bulk_costs_the_same_few_statements_however_long_it_is(as_admin: Browser, statements: Any) -> None:
    rings = [a_ring(stock=5) for _ in range(20)]

    with statements(at_most=5):
        bulk(as_admin, *((ring, 4, "set") for ring in rings))


def test_the_history_tells_who_and_why(as_admin: Browser, admin: Person) -> None:
    ring = a_ring(name="Lotus", stock=3)

    put(as_admin, ring, quantity=2, reason="Lost one at the fair")

    move = read(as_admin, HISTORY)[0]
    assert move.pop("id")
    assert move.pop("timestamp").endswith("Z")
    assert move == {
        "productId": ring,
        "productName": "Lotus",
        "previousQuantity": 3,
        "newQuantity": 2,
        "operation": "set",
        "reason": "Lost one at the fair",
        "userId": admin.id,
        "username": admin.username,
        "orderId": None,
    }


def test_every_way_in_which_stock_changes_is_written_down(as_admin: Browser) -> None:
    ring, order = a_ring(stock=5), new_id()
    put(as_admin, ring, quantity=6)
    as_admin.put(f"/product/id/{ring}", json={"noOfProducts": 7})
    bulk(as_admin, (ring, 1, "add"))
    with transaction():
        inventory.hold(order, {ring: 2})
        inventory.sell(order, "KN-1")
        inventory.put_back(order, "KN-1", None)
    as_admin.put(f"/product/id/{ring}", json={"noOfProducts": None})

    moves = read(as_admin, f"{HISTORY}?productId={ring}")

    assert [(move["newQuantity"], move["reason"]) for move in moves] == [
        (None, "Set with the product"),
        (8, "Back from KN-1"),
        (6, "Sale KN-1"),
        (8, "Added by staff"),
        (7, "Set with the product"),
        (6, "Counted by staff"),
        (5, "Opening stock"),
    ]
    assert [move["orderId"] for move in moves[1:3]] == [order, order]


def test_setting_what_is_set_already_is_no_change(as_admin: Browser) -> None:
    ring = a_ring(stock=5)

    put(as_admin, ring, quantity=5)

    assert len(read(as_admin, HISTORY)) == 1


def test_the_history_comes_in_pages(as_admin: Browser) -> None:
    ring, _ = a_ring(stock=1), a_ring(stock=9)
    for count in range(2, 6):
        put(as_admin, ring, quantity=count)

    answer = as_admin.get(f"{HISTORY}?productId={ring}&page=2&limit=2")

    assert [move["newQuantity"] for move in answer.json["result"]] == [3, 2]
    assert answer.headers["X-Total-Count"] == "5"
    after = answer.json["result"][1]["id"]
    assert [move["newQuantity"] for move in read(as_admin, f"{HISTORY}?productId={ring}&after={after}&limit=2")] == [1]
    assert as_admin.get(f"{HISTORY}?page=101&limit=100").status_code == 422


@pytest.mark.parametrize("query", ["productId=odd", "productId=%00", "after=odd", f"productId={'f' * 24}"])
def test_the_history_of_nothing_is_empty(as_admin: Browser, query: str) -> None:
    a_ring()

    assert read(as_admin, f"{HISTORY}?{query}") in ([], read(as_admin, HISTORY))


def test_the_history_costs_two_statements_beside_the_sign_in(as_admin: Browser, statements: Any) -> None:
    for _ in range(5):
        a_ring()

    with statements(at_most=3):
        read(as_admin, HISTORY)


def test_an_alert_tells_what_runs_low_the_least_first(as_admin: Browser) -> None:
    few = a_ring(name="Few", stock=4)
    none = a_ring(name="None", stock=0, visibility=False)
    a_ring(name="Plenty", stock=6)
    a_ring(name="Fewer than many", stock=6, stockAlert=6)
    made_to_order()
    services.bin_products([a_ring(stock=0)], None)

    found = read(as_admin, ALERTS)

    assert [alert["productName"] for alert in found] == ["None", "Few", "Fewer than many"]
    assert found[0] == {"productId": none, "productName": "None", "currentStock": 0, "threshold": 5, "category": "Rings"}
    assert found[1]["productId"] == few


def test_what_is_held_cannot_be_sold_and_counts_for_the_alert(as_admin: Browser) -> None:
    ring = a_ring(stock=6)
    inventory.hold(new_id(), {ring: 2})

    assert [alert["currentStock"] for alert in read(as_admin, ALERTS)] == [4]


def test_a_preorder_beyond_the_stock_shows_as_none_left(as_admin: Browser) -> None:
    ring = a_ring(stock=0, preorderAvailable=True)
    inventory.hold(new_id(), {ring: 2})

    assert [alert["currentStock"] for alert in read(as_admin, ALERTS)] == [0]


def test_alerts_come_in_pages_at_two_statements_beside_the_sign_in(as_admin: Browser, statements: Any) -> None:
    for count in range(3):
        a_ring(name=f"Ring {count}", stock=count)

    with statements(at_most=3):
        answer = as_admin.get(f"{ALERTS}?page=2&limit=2")

    assert [alert["productName"] for alert in answer.json["result"]] == ["Ring 2"]
    assert answer.headers["X-Total-Count"] == "3"


def add_to_all(*products: str) -> None:
    updates = [{"productId": product, "quantity": 1, "operation": "add"} for product in products]
    services.set_stocks(parse(StockBulkForm, {"updates": updates}), None)


def test_bulks_at_once_in_any_order_wait_for_one_another_and_lose_nothing(at_once: Any) -> None:
    rings = [a_ring(stock=0) for _ in range(4)]

    answers = at_once(add_to_all, [tuple(rings), tuple(reversed(rings)), tuple(rings), (rings[2], rings[0], rings[2])])

    assert answers == [None] * 4
    assert available(rings) == {rings[0]: 4, rings[1]: 3, rings[2]: 5, rings[3]: 3}
