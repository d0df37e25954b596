"""One's own profile, as its clients expect it."""

from typing import Any

import pytest
from flask import Flask

from storefront.core.ids import new_id
from storefront.domain.accounts import Person, queries
from tests.browser import Browser
from tests.factories.accounts import a_customer
from tests.factories.catalog import a_ring
from tests.factories.people import HOME, an_address
from tests.signed_in import browser_of

SAID = {
    "firstname": "Usha",
    "lastname": "Rao",
    "contact": "080 4000 1234",
    "avatar": "https://example.in/usha.jpg",
    "dateOfBirth": "1990-05-01",
    "gender": "female",
    "preferences": {"categories": ["Rings", "Nose Pins"], "priceRange": {"min": 10_000, "max": 49_999.5}},
}


def profile(browser: Browser) -> dict[str, Any]:
    return browser.get("/user/profile").json["result"]


def errors(answer: Any) -> list[str]:
    assert (answer.status_code, answer.json["code"]) == (422, 2002), answer.json
    return list(answer.json["result"]["errors"])


def test_nobody_signed_in_has_no_profile(client: Browser) -> None:
    for answer in (client.get("/user/profile"), client.put("/user/profile", json=SAID)):
        assert (answer.status_code, answer.json["code"]) == (401, 2001)


def test_a_profile_has_the_shape_of_the_requirements_and_no_password(as_customer: Browser, customer: Person) -> None:
    shown = profile(as_customer)

    assert shown.keys() == {
        "id", "email", "firstname", "lastname", "contact", "username", "role", "avatar", "dateOfBirth", "gender", "preferences",
        "addresses", "wishlist", "cart", "lastLogin", "isActive", "createdAt", "createdDate", "updatedAt",
    }  # fmt: skip
    assert (shown["id"], shown["email"], shown["role"], shown["isActive"]) == (customer.id, customer.email, "User", True)
    assert shown["preferences"] == {"categories": [], "priceRange": {"min": None, "max": None}}
    assert (shown["addresses"], shown["wishlist"], shown["cart"]) == ([], [], [])


def test_a_profile_shows_what_the_account_keeps(as_customer: Browser, customer: Person) -> None:
    ring, wished = a_ring(stock=3), a_ring()
    kept = an_address(customer)
    as_customer.post("/cart/add", json={"productId": ring, "quantity": 2})
    as_customer.post("/user/wishlist", json={"productId": wished})

    shown = profile(as_customer)

    assert [one["id"] for one in shown["addresses"]] == [kept.id]
    assert shown["wishlist"] == [wished]
    assert [(line["productId"], line["quantity"]) for line in shown["cart"]] == [(ring, 2)]


def test_what_is_sent_is_kept_and_answered(as_customer: Browser) -> None:
    answer = as_customer.put("/user/profile", json=SAID)

    assert (answer.json["code"], answer.json["message"]) == (1000, "Profile updated successfully")
    assert {name: answer.json["result"][name] for name in SAID} == SAID
    assert profile(as_customer) == answer.json["result"]


def test_what_is_not_sent_stays_and_null_takes_away(as_customer: Browser) -> None:
    as_customer.put("/user/profile", json=SAID)

    as_customer.put("/user/profile", json={"firstname": "Asha", "gender": None, "avatar": ""})

    shown = profile(as_customer)
    assert (shown["firstname"], shown["lastname"], shown["gender"], shown["avatar"]) == ("Asha", "Rao", None, None)
    assert (shown["dateOfBirth"], shown["preferences"]) == ("1990-05-01", SAID["preferences"])


def test_half_of_the_preferences_leaves_the_other_half(as_customer: Browser) -> None:
    as_customer.put("/user/profile", json=SAID)

    as_customer.put("/user/profile", json={"preferences": {"categories": ["Bangles", "Bangles"]}})
    assert profile(as_customer)["preferences"] == {**SAID["preferences"], "categories": ["Bangles"]}

    as_customer.put("/user/profile", json={"preferences": {"priceRange": None}})
    assert profile(as_customer)["preferences"] == {"categories": ["Bangles"], "priceRange": {"min": None, "max": None}}

    as_customer.put("/user/profile", json={"preferences": None})
    assert profile(as_customer)["preferences"]["categories"] == []


def test_who_somebody_is_and_what_they_may_is_never_taken_from_the_body(as_customer: Browser, customer: Person) -> None:
    forged = {
        "role": "Admin",
        "id": new_id(),
        "email": "other@example.in",
        "username": "root",
        "isActive": False,
        "password": "x",
    }

    answer = as_customer.put("/user/profile", json={**forged, "firstname": "Usha", "addresses": [HOME], "wishlist": [new_id()]})

    assert answer.status_code == 200
    account = queries.account(customer.id)
    assert account is not None
    assert (account.role, account.email, account.username) == (customer.role, customer.email, customer.username)
    assert profile(as_customer)["addresses"] == []


@pytest.mark.parametrize("body", [b"", b"true", b"null", b"{}"])
def test_a_body_that_says_nothing_changes_nothing(as_customer: Browser, body: bytes) -> None:
    before = profile(as_customer)

    answer = as_customer.put("/user/profile", data=body, content_type="application/json")

    assert answer.status_code == 200
    assert profile(as_customer) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("firstname", ""), ("firstname", None), ("lastname", 5), ("lastname", "x" * 81), ("contact", "call me"), ("contact", []),
        ("avatar", "javascript:alert(1)"), ("avatar", "/a" * 300), ("avatar", {}), ("gender", "none"), ("gender", 1),
        ("dateOfBirth", "yesterday"), ("dateOfBirth", "2999-01-01"), ("dateOfBirth", "1066-10-14"), ("dateOfBirth", 0),
        ("dateOfBirth", "0"), ("dateOfBirth", True), ("dateOfBirth", "9" * 400),
        ("dateOfBirth", "0001-01-01T00:00:00+14:00"), ("preferences", "Rings"), ("preferences", []),
    ],
)  # fmt: skip
def test_an_odd_value_is_refused_at_its_field(as_customer: Browser, field: str, value: Any) -> None:
    assert errors(as_customer.put("/user/profile", json={field: value})) == [field]


@pytest.mark.parametrize(
    ("preferences", "field"),
    [
        ({"categories": "Rings"}, "preferences.categories"),
        ({"categories": [5]}, "preferences.categories.0"),
        ({"categories": [""]}, "preferences.categories.0"),
        ({"categories": ["Rings"] * 51}, "preferences.categories"),
        ({"priceRange": 5}, "preferences.priceRange"),
        ({"priceRange": {"min": -1}}, "preferences.priceRange.min"),
        ({"priceRange": {"min": 1e300}}, "preferences.priceRange.min"),
        ({"priceRange": {"min": "NaN"}}, "preferences.priceRange.min"),
        ({"priceRange": {"min": 200, "max": 100}}, "preferences.priceRange.max"),
    ],
)
def test_odd_preferences_are_refused_where_they_are_odd(as_customer: Browser, preferences: Any, field: str) -> None:
    assert errors(as_customer.put("/user/profile", json={"preferences": preferences})) == [field]


def test_a_day_that_a_browser_in_india_sends_as_a_moment_is_that_day(as_customer: Browser) -> None:
    as_customer.put("/user/profile", json={"dateOfBirth": "1990-04-30T18:30:00.000Z"})

    assert profile(as_customer)["dateOfBirth"] == "1990-05-01"


def test_a_nul_never_reaches_the_database(as_customer: Browser) -> None:
    as_customer.put("/user/profile", json={"firstname": "U\0sha", "preferences": {"categories": ["Ri\0ngs"]}})

    shown = profile(as_customer)
    assert (shown["firstname"], shown["preferences"]["categories"]) == ("Usha", ["Rings"])


def test_one_changes_nobody_elses_profile(app: Flask, as_customer: Browser) -> None:
    other = browser_of(app, a_customer())
    before = profile(other)

    as_customer.put("/user/profile", json=SAID)

    assert profile(other) == before


def test_a_profile_costs_few_statements(as_customer: Browser, customer: Person, statements: Any) -> None:
    for _ in range(3):
        an_address(customer)
        as_customer.post("/user/wishlist", json={"productId": a_ring()})

    with statements(at_most=5):
        as_customer.get("/user/profile")
