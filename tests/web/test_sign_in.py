"""Who is asking: read from the request's tokens on both faces, renewed without a word, and kept in no session."""

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from storefront.core.clock import later
from storefront.domain.accounts import queries, services, tokens
from storefront.domain.accounts.forms import SignInForm
from tests.browser import Browser, new_browser
from tests.conftest import dispose, make_app
from tests.factories.accounts import PASSWORD, a_customer, an_admin
from tests.signed_in import browser_of


@pytest.fixture
def browser(app: Flask, customer) -> Browser:
    """A browser in which the customer has signed in a while ago: both cookies."""
    signed_in = services.sign_in(SignInForm(username=customer.username, password=PASSWORD))
    browser = new_browser(app)
    browser.set_cookie("access_token", signed_in.tokens.access)
    browser.set_cookie("refresh_token", signed_in.tokens.refresh)
    return browser


@pytest.fixture
def secure(app: Flask) -> Iterator[Flask]:
    """The same shop on https, with clients on another site."""
    config, away = app.config["KUNDAN"], "https://app.example.org"
    there = {"SITE_URL": "https://shop.example.in", "COOKIE_SAMESITE": "None", "CORS_ORIGIN": (away,)}
    secrets = {name: name.lower() * 2 for name in ("SECRET_KEY", "JWT_SECRET", "JWT_REFRESH_SECRET")}
    shop = make_app(config.DATA_DIR.parent, config.DB_CONNECTION_STRING, **there, **secrets)
    yield shop
    dispose(shop)


def given(answer: TestResponse) -> dict[str, str]:
    """The cookies that an answer sets, by name."""
    return {name: one.value for line in answer.headers.getlist("Set-Cookie") for name, one in SimpleCookie(line).items()}


def asks(browser: Browser, **headers: str) -> TestResponse:
    return browser.post("/verifyToken", headers=headers)


def page(browser: Browser) -> TestResponse:
    return browser.get("/account", headers={"Accept": "text/html"})


def test_a_guest_costs_no_statement(client, statements):
    with statements(at_most=0):
        assert asks(client).status_code == 401
    with statements(at_most=0):
        assert asks(client, Authorization="Bearer nonsense").status_code == 401


def test_a_token_costs_one_statement(app: Flask, as_customer, customer, statements):
    services.disable(customer.id)

    with statements(at_most=1) as seen:
        assert asks(as_customer).status_code == 401

    assert len(seen) == 1


def test_whoever_is_signed_in_is_so_on_both_faces(browser, customer):
    assert asks(browser).get_json()["result"]["id"] == customer.id
    assert customer.name in page(browser).get_data(as_text=True)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_access_token_is_taken_as_a_bearer_s_too(client, customer, scheme):
    token = tokens.make_access(customer.session_id, customer.id)

    assert asks(client, Authorization=f"{scheme} {token}").status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer a=b", "x" * 5000, "Bearer " + "é", "Digest a", "Bearer a b c"],
)
def test_beside_authorization_no_cookie_is_read(browser, header):
    answer = asks(browser, Authorization=header)

    assert answer.status_code == 401
    assert given(answer) == {}
    assert asks(browser).status_code == 200


def test_a_refresh_token_is_no_bearer_s(client, customer):
    token, _ = tokens.make_refresh(customer.session_id, customer.id)

    assert asks(client, Authorization=f"Bearer {token}").status_code == 401


@pytest.mark.parametrize("face", [asks, page])
def test_an_access_token_that_has_run_out_is_renewed_without_a_word(browser, face):
    with later(minutes=16):
        answer = face(browser)

        assert answer.status_code == 200
        assert set(given(answer)) >= {"access_token", "refresh_token"}
        assert answer.headers["Cache-Control"] == "no-store"
        assert "access_token" not in given(face(browser))


@pytest.mark.parametrize("face", [asks, page])
def test_two_requests_at_once_with_an_old_token_are_both_served(app: Flask, browser, face):
    twin = new_browser(app)
    for name in ("access_token", "refresh_token"):
        twin.set_cookie(name, browser.get_cookie(name).value)

    with later(minutes=16):
        first, second = face(browser), face(twin)

    assert (first.status_code, second.status_code) == (200, 200)
    assert "refresh_token" in given(first)
    assert "access_token" in given(second)
    assert "refresh_token" not in given(second)


def test_a_missing_access_cookie_is_made_again(browser):
    browser.delete_cookie("access_token")

    assert asks(browser).status_code == 200
    assert browser.get_cookie("access_token")


def test_an_access_token_renews_nothing_by_itself(as_customer):
    with later(minutes=16):
        answer = asks(as_customer)

    assert answer.status_code == 401
    assert as_customer.get_cookie("access_token") is None


@pytest.mark.parametrize("value", ["", "nonsense", "a.b.c.d.e", "x" * 3000, "%00", "é"])
def test_broken_cookies_make_a_guest_and_go(client, value, statements):
    client.set_cookie("access_token", value or "x")
    client.set_cookie("refresh_token", value or "x")

    with statements(at_most=0):
        answer = asks(client)

    assert answer.status_code == 401
    assert given(answer) == {"access_token": "", "refresh_token": ""}
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get_cookie("access_token") is None
    assert given(asks(client)) == {}


def test_the_cookies_of_an_ended_session_go(app: Flask, browser):
    token = tokens.read_access(browser.get_cookie("access_token").value)
    services.sign_out(queries.person_of_session(token.session_id))

    answer = asks(browser)

    assert answer.status_code == 401
    assert given(answer) == {"access_token": "", "refresh_token": ""}


@pytest.mark.parametrize("face", [asks, page])
def test_a_database_that_is_away_signs_nobody_out(browser, monkeypatch, face):
    def away(_session_id: str) -> None:
        raise OperationalError("select", {}, Exception("away"))

    monkeypatch.setattr(queries, "person_of_session", away)

    answer = face(browser)

    assert answer.status_code == 503
    assert not {"access_token", "refresh_token"} & set(given(answer))
    monkeypatch.undo()
    assert face(browser).status_code == 200


def test_answers_do_not_vary_by_cookie_for_the_sake_of_signing_in(client, browser):
    for answer in (asks(client), asks(browser)):
        assert "Cookie" not in answer.headers.get("Vary", "")


def test_nobody_else_may_keep_what_was_made_for_one_person(browser):
    for answer in (asks(browser), page(browser)):
        assert "no-store" in answer.headers["Cache-Control"] or "private" in answer.headers["Cache-Control"]


def test_the_back_office_is_for_admins(app: Flask, as_customer, client):
    guest, customer = client.get("/back-office/orders"), as_customer.get("/back-office/orders")

    assert (guest.status_code, guest.headers["Location"]) == (303, "/account/login?next=/back-office/orders")
    assert customer.status_code == 403


def test_a_demoted_admin_loses_the_back_office_at_once(app: Flask):
    an_admin()
    admin = an_admin()
    browser = browser_of(app, admin)
    before = browser.get("/back-office/orders").status_code

    services.set_role(admin.id, "User")

    assert (before, browser.get("/back-office/orders").status_code) == (200, 403)


def test_over_https_the_cookies_are_secure_and_serve_other_sites_if_told_so(secure):
    with secure.app_context():
        a_customer("asha")
    browser = new_browser(secure)

    answer = browser.post(
        "/login", json={"username": "asha", "password": PASSWORD}, headers={"Origin": "https://app.example.org"}
    )

    assert answer.status_code == 200
    for line in answer.headers.getlist("Set-Cookie"):
        assert {"Secure", "HttpOnly", "SameSite=None", "Path=/"} <= {part.strip() for part in line.split(";")}
        assert "Domain" not in line
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.org"


def test_one_person_s_sign_in_is_not_another_s(app: Flask):
    first, second = a_customer(), a_customer()

    answers = [asks(browser_of(app, one)).get_json()["result"]["id"] for one in (first, second, first)]

    assert answers == [first.id, second.id, first.id]
