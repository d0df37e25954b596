"""Signing in and out by the pages, without JavaScript."""

import pytest
from flask import Flask

from storefront.core.clock import later
from storefront.domain.accounts import queries, services
from tests.browser import new_browser
from tests.factories.accounts import PASSWORD, a_customer, an_admin


@pytest.fixture
def asha(app: Flask):
    return a_customer("asha", firstname="Asha", lastname="Patil")


def sign_in(client, username="asha", password=PASSWORD, **more):
    return client.submit("/account/login", {"username": username, "password": password, **more})


@pytest.mark.usefixtures("asha")
def test_signing_in_leads_to_the_account(client):
    answer = sign_in(client)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Asha Patil" in client.get("/account").get_data(as_text=True)


@pytest.mark.usefixtures("asha")
def test_signing_in_by_htmx_leads_there_too(client):
    answer = client.submit("/account/login", {"username": "asha", "password": PASSWORD}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/account")


@pytest.mark.usefixtures("asha")
def test_one_goes_on_to_where_one_wanted(client):
    asked = client.get("/account/profile?from=mail&x=1")
    assert asked.headers["Location"] == "/account/login?next=/account/profile%3Ffrom%3Dmail%26x%3D1"
    assert 'value="/account/profile?from=mail&amp;x=1"' in client.get(asked.headers["Location"]).get_data(as_text=True)

    answer = sign_in(client, next="/account/profile?from=mail&x=1")

    assert answer.headers["Location"] == "/account/profile?from=mail&x=1"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.in", "/\\evil.in", "https://evil.in", "https:evil.in", "javascript:alert(1)", "/\t/evil.in"]
)
def test_one_never_goes_on_to_another_site(client, asha, elsewhere):
    shown = client.get("/account/login", query_string={"next": elsewhere})
    assert elsewhere not in shown.get_data(as_text=True)

    assert sign_in(client, next=elsewhere).headers["Location"] == "/account"
    assert client.get("/account/login", query_string={"next": elsewhere}).headers["Location"] == "/account"


def test_a_failed_sign_in_is_asked_again_with_what_was_typed_but_the_password(client):
    answer = sign_in(client, "Asha <b>", "a guess at it")
    text = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "That name and password do not belong together." in text
    assert 'value="Asha &lt;b&gt;"' in text
    assert "a guess at it" not in text
    assert "access_token" not in str(answer.headers)


def test_the_answer_is_the_same_whether_the_account_exists(client, asha):
    answers = [sign_in(client, "asha", "a guess at it"), sign_in(client, "usha", "a guess at it")]

    texts = [answer.get_data(as_text=True).replace("usha", "asha") for answer in answers]
    assert texts[0].split("<form")[1].split("csrf_token")[0] == texts[1].split("<form")[1].split("csrf_token")[0]
    assert answers[0].status_code == answers[1].status_code == 422


def test_empty_fields_say_that_they_are_needed(client):
    answer = sign_in(client, "", "")
    text = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'href="#username"' in text
    assert 'href="#password"' in text
    assert text.count('aria-invalid="true"') == 2


@pytest.mark.parametrize("field", ["username", "password", "next"])
def test_odd_input_is_refused_and_never_a_surprise(client, field):
    for value in ("x" * 100_000, "nul\0", "💍", "a\r\nSet-Cookie: b=c", "' or 1=1 --", "{{ 7*7 }}", ["a", "b"]):
        answer = client.submit("/account/login", {"username": "asha", "password": "x", field: value})

        assert answer.status_code == 422, value
        assert "Set-Cookie: b=c" not in str(answer.headers)


def test_the_browser_s_keeper_of_passwords_knows_the_fields(client):
    text = client.get("/account/login").get_data(as_text=True)

    assert 'autocomplete="username"' in text
    assert 'autocomplete="current-password"' in text


def test_the_form_is_nobody_else_s_to_keep(client):
    assert client.get("/account/login").headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("asha")
def test_without_the_form_s_token_nobody_is_signed_in(client):
    answer = client.post("/account/login", data={"username": "asha", "password": PASSWORD})

    assert answer.status_code == 403
    assert client.get_cookie("access_token") is None


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_s_form_signs_nobody_in_or_out(client, asha, headers):
    refused = client.submit("/account/login", {"username": "asha", "password": PASSWORD}, headers=headers)
    assert refused.status_code == 403

    sign_in(client)
    assert client.submit("/account/logout", {}, page="/account", headers=headers).status_code == 403
    assert client.get("/account").status_code == 200


@pytest.mark.usefixtures("asha")
def test_somebody_signed_in_is_not_asked_again(client):
    sign_in(client)

    answer = client.get("/account/login?next=/bag")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/bag")


def test_signing_out_ends_the_session_everywhere_it_was_copied_to(app: Flask, client, asha):
    sign_in(client)
    copied = new_browser(app)
    copied.set_cookie("access_token", client.get_cookie("access_token").value)

    answer = client.submit("/account/logout", {}, page="/account")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert client.get_cookie("access_token") is None
    assert client.get_cookie("refresh_token") is None
    assert copied.get("/account").status_code == 303
    assert queries.person_of_session(asha.session_id)


@pytest.mark.usefixtures("asha")
def test_a_page_left_open_over_lunch_still_works(client):
    sign_in(client)

    with later(hours=5):
        answer = client.submit("/account/profile", {"firstname": "Usha", "lastname": "Rao", "contact": "9876543210"})

    assert answer.headers["Location"] == "/account?saved=profile"


def test_a_disabled_account_is_out_at_once(client, asha):
    an_admin()
    sign_in(client)

    services.disable(asha.id)

    assert client.get("/account").headers["Location"] == "/account/login?next=/account"
