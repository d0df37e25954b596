"""The endpoints of analytics, as their clients expect them."""

from typing import Any

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.web.limits import limiter
from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app
from tests.domain.analytics.test_services import events, views
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order

FIGURES = ("/analytics/products/popular", "/analytics/sales/summary", "/analytics/users/activity")


def send(browser: Browser, **said: Any) -> Any:
    return browser.post("/analytics/track", json=said)


def test_an_event_that_is_nested_beyond_all_measure_is_refused(client: Browser) -> None:
    for levels in range(700, 1_000, 20):
        nested = f'{{"type": "search", "data": {{"a": {"[" * levels}{"]" * levels}}}}}'

        assert client.post("/analytics/track", data=nested).status_code in (400, 422)


def test_an_event_is_tracked_for_anybody(client: Browser) -> None:
    ring = a_ring()

    answer = send(client, type="product_view", productId=ring, data={"from": "home"})

    assert answer.json == {"code": 1000, "message": "Event tracked successfully", "result": None}
    assert views(ring) == 1


def test_a_visit_without_a_name_is_known_by_a_cookie(app: Flask, client: Browser) -> None:
    ring = a_ring()

    first = send(client, type="product_view", productId=ring)
    again = send(client, type="product_view", productId=ring)
    send(new_browser(app), type="product_view", productId=ring)

    cookie = first.headers["Set-Cookie"]
    assert cookie.startswith("visit=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert (first.headers["Cache-Control"], "Set-Cookie" in again.headers) == ("no-store", False)
    assert views(ring) == 2


def test_a_client_may_name_its_session_itself(app: Flask, client: Browser) -> None:
    ring = a_ring()

    answers = [send(new_browser(app), type="product_view", productId=ring, sessionId="mine") for _ in range(2)]

    assert ["Set-Cookie" in answer.headers for answer in answers] == [False, False]
    assert (views(ring), [event.session_id for event in events()]) == (1, ["mine"])


def test_who_is_asking_is_known_from_the_token_and_never_from_the_body(
    client: Browser, as_customer: Browser, customer: Person
) -> None:
    for browser in (client, as_customer):
        send(browser, type="search", userId=new_id(), data={"query": "ruby"})

    assert [event.user_id for event in events()] == [None, customer.id]


def test_an_unknown_product_is_not_found(client: Browser) -> None:
    for unknown in (new_id(), "odd", "🪔"):
        answer = send(client, type="product_view", productId=unknown)
        assert (answer.status_code, answer.json["code"]) == (404, 2004)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "odd"}, "type"), ({"type": None}, "type"), ({"type": ["search"]}, "type"), ({"type": "search\u0000x"}, "type"),
        ({"productId": 5}, "productId"), ({"productId": "x" * 81}, "productId"), ({"sessionId": {}}, "sessionId"),
        ({"sessionId": "x" * 101}, "sessionId"), ({"data": "x"}, "data"), ({"data": {"a": "x" * 3000}}, "data"),
        ({"data": {"a": [[[[[]]]]]}}, "data"), ({"data": {"a": 10**25}}, "data"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_at_its_field(client: Browser, changes: dict[str, Any], field: str) -> None:
    answer = send(client, **{"type": "search", **changes})

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert answer.json["result"]["errors"].keys() == {field}


@pytest.mark.parametrize(
    "body", [b"", b"true", b"[]", b"{", b"\xff", b'{"type": "search", "data": {"a": 1e999}}', b'{"a":' * 2000, b"[" * 9000]
)
def test_a_body_that_cannot_be_read_is_refused_in_the_envelope(client: Browser, body: bytes) -> None:
    answer = client.post("/analytics/track", data=body, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.json["code"] == 2002


def test_nothing_odd_in_a_request_around_the_body_breaks_tracking(client: Browser) -> None:
    headers = {"User-Agent": "x" * 5000 + "\x7f", "Cookie": "visit=\x01; bag=y"}

    answer = client.post("/analytics/track", json={"type": "search", "sessionId": "a\u0000b"}, headers=headers)

    assert answer.status_code == 200
    (event,) = events()
    assert (event.session_id, len(event.user_agent)) == ("ab", 300)


@pytest.mark.parametrize("path", FIGURES)
def test_figures_are_for_admins(client: Browser, as_customer: Browser, as_admin: Browser, path: str) -> None:
    answers = [browser.get(f"{path}?from=odd") for browser in (client, as_customer, as_admin)]

    assert [answer.status_code for answer in answers] == [401, 403, 422]
    assert as_admin.get(path, data=b"true", content_type="application/json").status_code == 200


@pytest.mark.parametrize("path", FIGURES)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2024-02-30", "from"), ("from=1700000000", "from"), ("from=1066-10-14", "from"), ("to=9999-12-31", "to"),
        ("from=2024-02-02&to=2024-02-01", "to"), ("to=2024-01-31T18:30:00.000Z", "to"),
    ],
)  # fmt: skip
def test_a_day_that_is_none_is_refused_in_a_sentence(as_admin: Browser, path: str, query: str, field: str) -> None:
    answer = as_admin.get(f"{path}?{query}")

    assert (answer.status_code, answer.json["code"]) == (422, 2002)
    assert answer.json["result"]["errors"].keys() == {field}


def test_figures_have_the_shape_of_the_requirements(as_admin: Browser, customer: Person) -> None:
    ring = a_ring(stock=5, price=12_500.5, name="Lotus Ring")
    a_paid_order(ring, 2, who=customer)
    send(as_admin, type="product_view", productId=ring)
    send(as_admin, type="search", data={"query": "lotus"})

    popular, summary, activity = (as_admin.get(path) for path in FIGURES)

    assert [answer.json["message"] for answer in (popular, summary, activity)] == [
        "Popular products retrieved",
        "Sales summary retrieved",
        "User activity retrieved",
    ]
    piece = {"productId": ring, "name": "Lotus Ring", "salesCount": 2, "revenue": 25_001}
    assert popular.json["result"] == [{**piece, "viewCount": 1}]
    assert popular.headers["X-Total-Count"] == "1"
    sales = summary.json["result"]
    assert (sales["totalRevenue"], sales["totalOrders"], sales["averageOrderValue"]) == (25_001, 1, 25_001)
    assert sales["topSellingProducts"] == [piece]
    assert [month["revenue"] for month in sales["revenueByMonth"]] == [25_001]
    users = activity.json["result"]
    assert (users["totalUsers"], users["activeUsers"], users["newUsers"]) == (2, 2, 2)
    assert users["usersByLocation"] == [{"location": "Pune", "count": 1}]
    assert users["topSearchQueries"] == [{"query": "lotus", "count": 1}]


def test_telling_too_much_is_slowed_down(app: Flask) -> None:
    config = app.config["KUNDAN"]
    counting = make_app(config.DATA_DIR.parent, config.DB_CONNECTION_STRING, RATELIMIT_ENABLED=True)
    limiter.reset()
    browser = new_browser(counting)

    answers = [send(browser, type="odd").status_code for _ in range(240)]
    refused = send(browser, type="odd")
    limiter.enabled = False
    dispose(counting)

    assert set(answers) == {422}
    assert (refused.status_code, refused.json["code"]) == (429, 2000)
