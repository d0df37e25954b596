"""Signing in and out by the API."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from storefront.core.clock import later
from storefront.domain.accounts import queries, services, tokens
from storefront.web.limits import limiter
from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app
from tests.factories.accounts import PASSWORD, a_customer, details

USER_FIELDS = {"id", "email", "firstname", "lastname", "contact", "username", "role", "createdDate", "createdAt"}


def said(answer: TestResponse) -> tuple[int, int]:
    """Status and code; the envelope has its three fields and no other."""
    body = answer.get_json()
    assert set(body) == {"code", "message", "result"}
    return answer.status_code, body["code"]


def login(browser: Browser, username: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    return browser.post("/login", json={"username": username, "password": password, **more})


def cookies(answer: TestResponse) -> dict[str, str]:
    """Each cookie that the answer sets, with its attributes."""
    return {line.split("=", 1)[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_registering_makes_an_account_and_signs_in(client):
    answer = client.post("/register", json=details("asha"))

    assert said(answer) == (200, 1001)
    assert answer.get_json()["message"] == "Registration successful"
    user = answer.get_json()["result"]
    assert set(user) == USER_FIELDS
    assert {**details("asha"), **user, "password": PASSWORD} == {**user, "password": PASSWORD}
    assert user["role"] == "User"
    assert user["createdDate"] == user["createdAt"]
    assert user["createdAt"].endswith("Z")
    assert said(client.post("/verifyToken")) == (200, 1040)


def test_logging_in_answers_the_user_and_sets_both_cookies(client):
    a_customer("asha")

    answer = login(client, "asha")

    assert said(answer) == (200, 1003)
    assert answer.get_json()["message"] == "Login successful"
    assert set(answer.get_json()["result"]) == USER_FIELDS
    assert set(cookies(answer)) == {"access_token", "refresh_token"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("name", "seconds"), [("access_token", 900), ("refresh_token", 604800)])
def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(client, name, seconds):
    a_customer("asha")

    line = cookies(login(client, "asha"))[name]

    assert {part.strip() for part in line.split(";")[1:]} == {"HttpOnly", "Path=/", "SameSite=Lax", f"Max-Age={seconds}"} | {
        part.strip() for part in line.split(";") if part.strip().startswith("Expires=")
    }


def test_one_logs_in_by_address_too(client):
    a_customer("asha", email="asha@example.in")

    assert said(login(client, "Asha@Example.in")) == (200, 1003)


def test_every_failed_login_is_the_same_answer(client):
    a_customer("asha")
    services.disable(a_customer("disabled").id)

    answers = [
        login(client, *attempt) for attempt in (("asha", "wrong"), ("nobody", PASSWORD), ("disabled", PASSWORD), ("x@y.in", "x"))
    ]

    assert {said(answer) for answer in answers} == {(401, 2001)}
    assert len({answer.get_data() for answer in answers}) == 1
    assert not any(cookies(answer) for answer in answers)


def test_logging_in_never_applies_the_password_rules(client):
    assert said(login(client, "asha", "short")) == (401, 2001)
    assert said(login(client, "asha", "password123")) == (401, 2001)


@pytest.mark.parametrize("field", ["email", "username"])
def test_a_taken_name_is_a_conflict_at_its_field(client, field):
    a_customer("asha")

    answer = client.post("/register", json={**details(), field: details("asha")[field].upper()})

    assert said(answer) == (409, 2002)
    assert list(answer.get_json()["result"]["errors"]) == [field]
    assert not cookies(answer)


def test_a_refused_registration_names_every_field(client):
    answer = client.post("/register", json={"email": "x", "password": "short"})

    assert said(answer) == (422, 2002)
    assert set(answer.get_json()["result"]["errors"]) == {"email", "firstname", "lastname", "contact", "username"}


def test_nobody_registers_as_admin(client):
    body = {**details("asha"), "role": "Admin", "isActive": False, "id": "a" * 24, "_id": "a" * 24, "createdAt": "1999-01-01"}

    user = client.post("/register", json=body).get_json()["result"]

    assert user["role"] == "User"
    assert user["id"] != "a" * 24
    assert said(login(client, "asha")) == (200, 1003)


ODD = [
    ["asha"],
    {"$gt": ""},
    5,
    True,
    None,
    "",
    "x" * 100_000,
    "nul\0",
    "💍",
    "' or 1=1 --",
    "<script>",
    "asha\r\nSet-Cookie: a=b",
    "अ" * 300,
    1e308,
    [[[]]],
]


@pytest.mark.parametrize("field", ["username", "password", "email", "firstname", "contact", "tokens"])
def test_odd_values_are_refused_and_never_a_surprise(client, field):
    for value in ODD:
        for path in ("/login", "/register"):
            answer = client.post(path, json={**details(), field: value})

            assert said(answer) in ((200, 1001), (401, 2001), (409, 2002), (422, 2002)), (path, value)


BODIES = [
    b"",
    b"true",
    b"null",
    b"5",
    b"[]",
    b'"x"',
    b"{",
    b"\xff\xfe",
    b"username=asha&password=x",
    b"[" * 100_000,
    b'{"a":' * 50_000,
]


@pytest.mark.parametrize("path", ["/login", "/register"])
def test_a_body_that_is_no_object_is_refused(client, path):
    for body in BODIES:
        assert said(client.post(path, data=body)) in ((400, 2002), (422, 2002)), body[:40]


def test_where_no_body_is_needed_any_will_do(as_customer):
    for path in ("/verifyToken", "/logout"):
        for body in (*BODIES, b"{}"):
            assert as_customer.post(path, data=body, content_type="text/plain").status_code == 200, body[:40]


def test_a_token_is_verified_with_whom_it_is(as_customer, customer):
    answer = as_customer.post("/verifyToken")

    assert said(answer) == (200, 1040)
    assert answer.get_json()["message"] == "Token verified"
    assert answer.get_json()["result"]["id"] == customer.id
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_without_a_token_there_is_nothing_to_verify(client):
    assert said(client.post("/verifyToken")) == (401, 2001)


def test_a_bearer_client_gets_its_tokens_in_the_answer_and_no_cookies(client):
    a_customer("asha")

    answer = login(client, "asha", tokens="body")

    result = answer.get_json()["result"]
    assert set(result) == USER_FIELDS | {"accessToken", "refreshToken", "expiresIn"}
    assert result["expiresIn"] == 900
    assert not cookies(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    bearer = {"Authorization": f"Bearer {result['accessToken']}"}
    assert said(client.post("/verifyToken", headers=bearer)) == (200, 1040)


def test_registering_gives_a_bearer_client_its_tokens_too(client):
    answer = client.post("/register", json={**details(), "tokens": "body"})

    assert {"accessToken", "refreshToken", "expiresIn"} < set(answer.get_json()["result"])
    assert not cookies(answer)


def test_an_unknown_channel_is_refused(client):
    a_customer("asha")

    assert said(login(client, "asha", tokens="carrier pigeon")) == (422, 2002)


def test_the_refresh_cookie_is_renewed_into_cookies_alone(client):
    a_customer("asha")
    before = cookies(login(client, "asha"))["refresh_token"]

    answer = client.post("/refreshToken")

    assert said(answer) == (200, 1000)
    assert answer.get_json()["result"] is None
    assert set(cookies(answer)) == {"access_token", "refresh_token"}
    assert cookies(answer)["refresh_token"] != before


def test_a_refresh_token_in_the_body_is_renewed_into_the_body_alone(client):
    a_customer("asha")
    first = login(client, "asha", tokens="body").get_json()["result"]

    answer = client.post("/refreshToken", json={"refreshToken": first["refreshToken"]})

    result = answer.get_json()["result"]
    assert said(answer) == (200, 1000)
    assert set(result) == {"accessToken", "refreshToken", "expiresIn"}
    assert result["refreshToken"] != first["refreshToken"]
    assert not cookies(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_sent_twice_at_once_it_gives_an_access_token_alone(client):
    a_customer("asha")
    token = login(client, "asha", tokens="body").get_json()["result"]["refreshToken"]
    client.post("/refreshToken", json={"refreshToken": token})

    again = client.post("/refreshToken", json={"refreshToken": token})

    assert set(again.get_json()["result"]) == {"accessToken", "expiresIn"}


def test_sent_again_later_it_ends_the_session(client):
    a_customer("asha")
    first = login(client, "asha", tokens="body").get_json()["result"]
    second = client.post("/refreshToken", json={"refreshToken": first["refreshToken"]}).get_json()["result"]

    with later(seconds=31):
        replayed = client.post("/refreshToken", json={"refreshToken": first["refreshToken"]})

    assert said(replayed) == (401, 2001)
    bearer = {"Authorization": f"Bearer {second['accessToken']}"}
    assert said(client.post("/verifyToken", headers=bearer)) == (401, 2001)


@pytest.mark.parametrize("token", ["", "x", "a.b.c.d.e", "\0", "💍", ["x"], {"a": 1}, 5, "x" * 5000])
def test_what_is_no_refresh_token_is_refused(client, token):
    answer = client.post("/refreshToken", json={"refreshToken": token})

    assert said(answer) in ((401, 2001), (422, 2002))


@pytest.mark.parametrize("body", [b"", b"true", b"{}", b"null"])
def test_without_any_refresh_token_there_is_nothing_to_renew(client, body):
    assert said(client.post("/refreshToken", data=body)) == (401, 2001)


def test_a_refresh_cookie_that_does_not_hold_is_taken_away(client):
    client.set_cookie("refresh_token", "nonsense")

    answer = client.post("/refreshToken")

    assert said(answer) == (401, 2001)
    assert client.get_cookie("refresh_token") is None
    assert answer.headers["Cache-Control"] == "no-store"


def test_beside_authorization_the_refresh_cookie_is_not_read(client):
    a_customer("asha")
    login(client, "asha")

    answer = client.post("/refreshToken", headers={"Authorization": "Bearer x"})

    assert said(answer) == (401, 2001)
    assert not cookies(answer)


def test_logging_out_ends_the_session_and_takes_the_cookies(client):
    person = a_customer("asha")
    login(client, "asha")
    token = client.get_cookie("access_token").value

    answer = client.post("/logout")

    assert said(answer) == (200, 1000)
    assert answer.get_json()["message"] == "Logout successful"
    assert answer.get_json()["result"] is None
    assert client.get_cookie("access_token") is None
    assert client.get_cookie("refresh_token") is None
    assert queries.person_of_session(tokens.read_access(token).session_id) is None
    assert queries.person_of_session(person.session_id) is not None


def test_logging_out_twice_or_as_a_guest_is_fine(client):
    assert said(client.post("/logout")) == (200, 1000)
    assert said(client.post("/logout")) == (200, 1000)


def test_a_bearer_client_logs_out_its_own_session(app: Flask, as_customer, customer):
    bearer = {"Authorization": f"Bearer {tokens.make_access(customer.session_id, customer.id)}"}

    answer = new_browser(app).post("/logout", headers=bearer)

    assert said(answer) == (200, 1000)
    assert not cookies(answer)
    assert said(as_customer.post("/verifyToken")) == (401, 2001)


@pytest.mark.parametrize(("path", "page"), [("/login", "/account/login"), ("/register", "/account/register")])
def test_a_browser_that_asks_for_html_is_sent_to_the_page(client, path, page):
    answer = client.get(path, headers={"Accept": "text/html,application/xhtml+xml"})

    assert (answer.status_code, answer.headers["Location"]) == (303, page)


@pytest.mark.parametrize("path", ["/login", "/register"])
@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
def test_any_other_get_is_refused_in_the_envelope(client, path, accept):
    answer = client.get(path, headers={"Accept": accept})

    assert said(answer) == (405, 2000)
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/verifyToken", "/logout", "/refreshToken"])
def test_nothing_is_signed_out_or_renewed_by_a_link(client, path):
    assert said(client.get(path)) == (405, 2000)


@pytest.mark.parametrize("path", ["/login", "/register", "/logout", "/refreshToken", "/verifyToken"])
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_s_page_is_refused(as_customer, path, headers):
    answer = as_customer.post(path, json=details(), headers=headers)

    assert said(answer) == (403, 2001)
    assert said(as_customer.post("/verifyToken")) == (200, 1040)


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}]
)
def test_the_shop_s_own_pages_are_not(as_customer, headers):
    assert said(as_customer.post("/verifyToken", headers=headers)) == (200, 1040)


@pytest.fixture
def limited(app: Flask) -> Iterator[Browser]:
    """A browser before a shop that counts; beside the shop that does not, over the same database."""
    config = app.config["KUNDAN"]
    counting = make_app(config.DATA_DIR.parent, config.DB_CONNECTION_STRING, RATELIMIT_ENABLED=True)
    limiter.reset()
    yield new_browser(counting)
    limiter.enabled = False
    dispose(counting)


def test_guessing_is_slowed_down_on_both_faces_together(limited):
    answers = [login(limited, "asha", f"guess {n}").status_code for n in range(10)]

    refused = login(limited, "asha", "one more")

    assert answers == [401] * 10
    assert said(refused) == (429, 2000)
    assert int(refused.headers["Retry-After"]) > 0
    assert limited.submit("/account/login", {"username": "asha", "password": "x"}).status_code == 429


def test_registering_by_the_dozen_is_slowed_down(limited):
    answers = [limited.post("/register", json={}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_what_the_statements_cost(client, customer, as_customer, statements):
    with statements(at_most=2):
        as_customer.post("/verifyToken")
    with statements(at_most=0):
        client.post("/verifyToken")
    with statements(at_most=7):
        assert login(client, customer.username).status_code == 200


def test_no_answer_holds_a_password_or_its_hash(client):
    answers = [client.post("/register", json=details("asha")), login(client, "asha"), client.post("/verifyToken")]

    for answer in answers:
        assert PASSWORD not in answer.get_data(as_text=True)
        assert "$2b$" not in answer.get_data(as_text=True)
        assert "password" not in json.dumps(answer.get_json()["result"])
