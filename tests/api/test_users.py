"""All accounts, as admins' clients see them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from storefront.domain.accounts import Person, Role, queries, services
from storefront.domain.accounts.errors import SignInFailed
from storefront.domain.accounts.forms import SignInForm
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, a_customer, an_admin
from tests.factories.catalog import a_ring
from tests.signed_in import browser_of

NOBODY = "65a1b2c3d4e5f60718293a4b"
"""An id that nothing has."""


def users(browser: Browser, query: str = "") -> list[str]:
    return [one["id"] for one in browser.get(f"/admin/users{query}").json["result"]]


def set_role(browser: Browser, user_id: str, role: Any) -> Any:
    return browser.put(f"/admin/users/{user_id}/role", json={"role": role})


@pytest.mark.parametrize(("method", "path"), [("get", "/admin/users"), ("put", f"/admin/users/{NOBODY}/role")])
def test_accounts_are_for_admins(client: Browser, as_customer: Browser, method: str, path: str) -> None:
    for browser, status in ((client, 401), (as_customer, 403)):
        answer = getattr(browser, method)(path, data=b"{")
        assert (answer.status_code, answer.json["code"]) == (status, 2001)


def test_users_are_listed_newest_first_without_their_passwords(as_admin: Browser, admin: Person) -> None:
    first, second = a_customer(), a_customer()

    answer = as_admin.get("/admin/users")

    assert answer.json["message"] == "Users retrieved successfully"
    assert users(as_admin) == [second.id, first.id, admin.id]
    shown = answer.json["result"][0]
    assert shown.keys() >= {"id", "email", "username", "role", "preferences", "isActive", "lastLogin", "createdAt", "updatedAt"}
    assert "password" not in answer.get_data(as_text=True).lower()
    assert "$2b$" not in answer.get_data(as_text=True)


def test_each_user_comes_with_what_belongs_to_them_and_nothing_of_others(app: Flask, as_admin: Browser) -> None:
    ring, other = a_ring(stock=9), a_customer()
    someone = a_customer()
    home = {"street": "14 Champa Lane", "city": "Pune", "state": "Maharashtra", "zipCode": "411004", "country": "India"}
    browser = browser_of(app, someone)
    browser.post("/user/addresses", json={"type": "shipping", **home})
    browser.post("/user/wishlist", json={"productId": ring})
    browser.post("/cart/add", json={"productId": ring, "quantity": 2})

    shown = {one["id"]: one for one in as_admin.get("/admin/users").json["result"]}

    mine, theirs = shown[someone.id], shown[other.id]
    assert [one["street"] for one in mine["addresses"]] == ["14 Champa Lane"]
    assert (mine["wishlist"], [(line["productId"], line["quantity"]) for line in mine["cart"]]) == ([ring], [(ring, 2)])
    assert (theirs["addresses"], theirs["wishlist"], theirs["cart"]) == ([], [], [])


def test_every_word_that_is_looked_for_stands_somewhere(as_admin: Browser) -> None:
    meera = a_customer("meera.rao", firstname="Meera", lastname="Rao", contact="080 4000 1234")
    a_customer("usha", firstname="Usha", lastname="Rao")

    for words in ("meera", "RAO meera", "meera.rao@example.in", "4000", "Meera%20Rao"):
        assert users(as_admin, f"?q={words}") == [meera.id], words
    for words in ("meera usha", "_", "%25", "nobody", "%00"):
        expected = len(users(as_admin)) if words == "%00" else 0
        assert len(users(as_admin, f"?q={words}")) == expected, words


def test_users_are_paged_by_number_and_from_there_by_cursor(as_admin: Browser, admin: Person) -> None:
    made = [admin.id, *(a_customer().id for _ in range(4))][::-1]

    answer = as_admin.get("/admin/users?page=2&limit=2")

    assert [one["id"] for one in answer.json["result"]] == made[2:4]
    assert answer.headers["X-Total-Count"] == "5"
    assert 'rel="next"' in answer.headers["Link"]
    assert users(as_admin, f"?limit=2&after={made[3]}") == made[4:]
    assert as_admin.get("/admin/users?page=600&limit=20").status_code == 422


@pytest.mark.parametrize("query", ["?limit=4", "?page=2&limit=2", "?page=3&limit=2"])
def test_the_last_page_leads_nowhere(as_admin: Browser, query: str) -> None:
    for _ in range(3):
        a_customer()

    assert 'rel="next"' not in as_admin.get(f"/admin/users{query}").headers.get("Link", "")


def test_a_page_of_users_costs_six_statements(as_admin: Browser, statements: Any) -> None:
    for _ in range(5):
        a_customer()

    with statements(at_most=6):
        as_admin.get("/admin/users?limit=5&q=asha")


def test_a_changed_role_holds_at_once(app: Flask, as_admin: Browser) -> None:
    person = a_customer()
    browser = browser_of(app, person)
    assert browser.get("/admin/users").status_code == 403

    promoted = set_role(as_admin, person.id, "Admin")
    assert promoted.json == {"code": 1000, "message": "User role updated", "result": None}
    assert browser.get("/admin/users").status_code == 200

    set_role(as_admin, person.id, "User")
    assert browser.get("/admin/users").status_code == 403


def test_the_last_admin_stays_one(as_admin: Browser, admin: Person) -> None:
    refused = set_role(as_admin, admin.id, "User")

    assert (refused.status_code, refused.json["code"]) == (409, 2002)
    assert refused.json["message"].startswith("This is the last admin.")
    assert set_role(as_admin, admin.id, "Admin").status_code == 200
    assert as_admin.get("/admin/users").status_code == 200


def test_admins_who_demote_each_other_and_themselves_at_once_leave_one(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    admins = [an_admin() for _ in range(4)]

    answers = at_once(_demote, [(one.id,) for one in admins])

    assert sorted(map(str, answers)) == ["LastAdmin", "None", "None", "None"]
    accounts = [queries.account(one.id) for one in admins]
    assert sum(one is not None and one.role is Role.ADMIN for one in accounts) == 1


@pytest.mark.parametrize("role", ["Owner", "", None, 1, True, [], {"$ne": 1}, "\0", "x" * 10_000])
def test_an_odd_role_is_refused_at_its_field(as_admin: Browser, role: Any) -> None:
    answer = set_role(as_admin, a_customer().id, role)

    assert (answer.status_code, list(answer.json["result"]["errors"])) == (422, ["role"])


@pytest.mark.parametrize("user_id", [NOBODY, "odd", "%00", "x" * 400])
def test_nobody_has_no_role(as_admin: Browser, user_id: str) -> None:
    an_admin()

    for role in ("Admin", "User"):
        answer = set_role(as_admin, user_id, role)
        assert (answer.status_code, answer.json["code"]) == (404, 2004)


def test_a_role_does_not_touch_the_password(as_admin: Browser) -> None:
    person = a_customer()

    as_admin.put(f"/admin/users/{person.id}/role", json={"role": "Admin", "password": "short", "passwordHash": "x"})

    assert services.sign_in(SignInForm(username=person.username, password=PASSWORD)).person.id == person.id
    with pytest.raises(SignInFailed):
        services.sign_in(SignInForm(username=person.username, password="short"))


def _demote(user_id: str) -> None:
    services.set_role(user_id, Role.USER)
