"""Making an account by the page, without JavaScript."""

import pytest
from markupsafe import escape
from sqlalchemy import func, select

from storefront.core.db import session
from storefront.domain.accounts.models import User
from tests.factories.accounts import PASSWORD, a_customer, details


def register(client, **changes):
    return client.submit("/account/register", {**details("asha"), **changes})


def accounts() -> int:
    return int(session().execute(select(func.count()).select_from(User)).scalar_one())


def test_registering_makes_the_account_and_signs_in(client):
    answer = register(client)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert "asha@example.in" in client.get("/account").get_data(as_text=True)


def test_one_goes_on_to_where_one_wanted(client):
    assert register(client, next="/checkout").headers["Location"] == "/checkout"


def test_without_a_user_name_one_signs_in_by_the_e_mail_address(client):
    assert register(client, username=" ").status_code == 303

    assert session().execute(select(User.username)).scalar_one() == "asha@example.in"


def test_a_wrong_address_is_not_blamed_on_a_user_name_that_was_not_given(client):
    text = register(client, username="", email="asha at example").get_data(as_text=True)

    assert '<a href="#email">' in text
    assert '<a href="#username">' not in text


@pytest.mark.parametrize("elsewhere", ["//evil.in", "/\\evil.in", "https:evil.in"])
def test_one_never_goes_on_to_another_site(client, elsewhere):
    assert register(client, next=elsewhere).headers["Location"] == "/account"


def test_a_refused_form_keeps_all_that_was_typed_but_the_password(client):
    answer = register(client, email="asha at example", firstname='As"ha', contact="call me")
    text = answer.get_data(as_text=True)

    assert answer.status_code == 422
    for value in ("asha at example", 'As"ha', "call me", "Patil"):
        assert f'value="{escape(value)}"' in text
    assert PASSWORD not in text
    assert 'role="alert"' in text
    for field in ("email", "contact"):
        assert f'<a href="#{field}">' in text
        assert f'id="{field}-note"' in text
    assert accounts() == 0


@pytest.mark.parametrize("field", ["email", "username"])
def test_a_taken_name_is_said_at_its_field(client, field):
    a_customer("usha")

    answer = register(client, **{field: details("usha")[field]})

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.get_data(as_text=True)
    assert accounts() == 1


def test_a_weak_password_is_said_at_its_field(client):
    answer = register(client, password="password123")

    assert answer.status_code == 422
    assert '<a href="#password">' in answer.get_data(as_text=True)


def test_an_empty_form_names_every_field_that_is_needed(client):
    answer = client.submit("/account/register", {})

    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count('aria-invalid="true"') == 5


@pytest.mark.parametrize("field", ["email", "firstname", "lastname", "contact", "username", "password"])
def test_odd_input_is_answered_and_never_a_surprise(client, field):
    for value in (
        "x" * 100_000,
        "nul\0nul\0nul\0",
        "💍" * 12,
        "a\r\nSet-Cookie: b=c",
        "' or 1=1 --",
        "{{ 7*7 }}",
        "<script>alert(1)</script>",
    ):
        answer = register(client, **{field: value})

        assert answer.status_code in (303, 422), value
        assert "<script>alert" not in answer.get_data(as_text=True)
        client.delete_cookie("access_token")
        client.delete_cookie("refresh_token")


def test_the_browser_s_keeper_of_names_knows_the_fields(client):
    text = client.get("/account/register").get_data(as_text=True)

    for token in ("given-name", "family-name", "tel", "email", "username", "new-password"):
        assert f'autocomplete="{token}"' in text


def test_without_the_form_s_token_no_account_is_made(client):
    assert client.post("/account/register", data=details()).status_code == 403
    assert accounts() == 0


def test_somebody_signed_in_is_sent_on(as_customer):
    assert as_customer.get("/account/register").headers["Location"] == "/account"
