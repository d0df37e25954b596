"""One's own room."""

import pytest

from storefront.domain.accounts import Preferences, queries
from tests.factories.catalog import a_ring
from tests.factories.people import who_likes

GOOD = {"firstname": "Usha", "lastname": "Rao", "contact": "080 4000 1234"}


def test_the_account_leads_to_everything_that_is_one_s_own(as_customer, customer):
    text = as_customer.get("/account").get_data(as_text=True)

    for words in (customer.name, customer.email, 'href="/account/orders"', 'href="/account/profile"', 'action="/account/logout"'):
        assert words in text


@pytest.mark.parametrize("path", ["/account", "/account/profile"])
def test_a_guest_is_asked_to_sign_in_and_comes_back(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/account/login?next={path}")


def test_changed_details_are_kept_and_said(as_customer, customer):
    answer = as_customer.submit("/account/profile", GOOD)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account?saved=profile")
    assert "Your details are kept." in as_customer.get("/account?saved=profile").get_data(as_text=True)
    assert queries.account(customer.id).firstname == "Usha"


def test_a_refused_form_keeps_what_was_typed(as_customer, customer):
    answer = as_customer.submit("/account/profile", {**GOOD, "firstname": "", "contact": "call me"})
    text = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'value="call me"' in text
    assert 'value="Rao"' in text
    assert queries.account(customer.id).lastname == customer.lastname


def test_nobody_changes_more_than_the_form_has(as_customer, customer):
    as_customer.submit("/account/profile", {**GOOD, "role": "Admin", "email": "other@example.in", "id": "a" * 24})

    account = queries.account(customer.id)
    assert (account.role, account.email) == (customer.role, customer.email)


def test_what_others_invent_in_the_address_is_not_said(as_customer):
    assert "alert(1)" not in as_customer.get("/account?saved=<script>alert(1)</script>").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/account", "/account/profile", "/account/password"])
def test_the_pages_are_nobody_else_s_to_keep(as_customer, path):
    assert as_customer.get(path).headers["Cache-Control"] == "no-store"


def test_the_account_costs_few_statements(as_customer, statements):
    as_customer.get("/account")

    with statements(at_most=5):
        as_customer.get("/account")


def test_the_account_leads_to_the_addresses(as_customer):
    assert 'href="/account/addresses"' in as_customer.get("/account").get_data(as_text=True)


def test_what_one_likes_to_see_first_is_chosen_among_the_rooms_and_prices(as_customer, customer):
    a_ring()
    likes = {"categories": ["rings"], "price_min": "5000", "price_max": "49,999"}

    refused = as_customer.submit("/account/profile", {**GOOD, **likes, "dateOfBirth": "1990-05-01", "gender": "female"})
    text = refused.get_data(as_text=True)
    assert (refused.status_code, 'value="49,999"' in text, 'value="rings" checked' in text) == (422, True, True)
    assert 'href="#price_max"' in text

    kept = as_customer.submit("/account/profile", {**GOOD, **likes, "price_max": "49999", "gender": "female"})
    assert kept.status_code == 303
    account = queries.account(customer.id)
    assert account.preferences == Preferences(("rings",), 5_000_00, 49_999_00)
    assert account.gender == "female"
    page = as_customer.get("/account/profile").get_data(as_text=True)
    assert 'value="rings" checked' in page
    assert 'value="5000"' in page


def test_a_room_that_a_client_named_by_its_name_is_checked_and_can_be_unchecked(as_customer, customer):
    a_ring()
    who_likes(customer, "Rings", min=5_000)

    assert 'value="rings" checked' in as_customer.get("/account/profile").get_data(as_text=True)
    as_customer.submit("/account/profile", GOOD)

    assert queries.account(customer.id).preferences == Preferences()


@pytest.mark.parametrize("odd", ["", "\x00", "é" * 400, "9" * 40, "-1", "NaN", "<script>", "1\r\n2", "0001-01-01T00:00:00+14:00"])
def test_nothing_that_is_typed_is_more_than_refused(as_customer, odd):
    for field in (*GOOD, "dateOfBirth", "gender", "categories", "price_min", "price_max", "avatar", "preferences"):
        answer = as_customer.submit("/account/profile", {**GOOD, field: odd})
        assert answer.status_code in (303, 422), field
