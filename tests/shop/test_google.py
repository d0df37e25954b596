"""Signing in with Google by the pages, with a provider on this machine."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from storefront import adapters
from storefront.adapters.identity.base import Identity
from storefront.adapters.identity.google import Google
from storefront.core.clock import later
from storefront.core.db import session
from storefront.core.outbox import Job
from storefront.domain.accounts import queries, services
from tests.adapters.identity.oidc_server import CLIENT, SECRET, Provider, serve
from tests.browser import Browser, new_browser
from tests.factories.accounts import PASSWORD, a_customer
from tests.factories.catalog import a_ring


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    """A shop that takes this provider for Google."""
    with serve() as provider:
        before = adapters.swap(identity=Google(CLIENT, SECRET, provider.discovery, timeout=(0.5, 0.5)))
        yield provider
        adapters.use(before)


def away(client: Browser, begins: str = "/account/google") -> str:
    """To Google and back: the address at which one comes back."""
    leaves = client.get(begins)
    assert leaves.status_code == 303
    back = urlsplit(requests.get(leaves.location, allow_redirects=False, timeout=5).headers["Location"])
    assert back.netloc == "localhost"
    return f"{back.path}?{back.query}"


def said(client: Browser, address: str) -> str:
    """What the sign-in page says to somebody who was sent back to it."""
    answer = client.get(address)
    assert answer.location.startswith("/account/login?google=")
    assert client.get_cookie("access_token") is None
    text = client.get(answer.location).text
    return text.split('role="alert"')[1].split("<p>")[1].split("</p>")[0]


def test_without_google_s_keys_nobody_is_offered_it(client: Browser) -> None:
    assert "Google" not in client.get("/account/login").text
    assert client.get("/account/google").status_code == 404
    assert client.get("/account/google/return?state=x&code=y").location == "/account/login?google=again"


@pytest.mark.parametrize("page", ["/account/login", "/account/register"])
def test_with_them_it_stands_below_the_form_and_keeps_where_one_wanted(provider: Provider, client: Browser, page: str) -> None:
    assert 'href="/account/google?next=/checkout"' in client.get(f"{page}?next=/checkout").text


def test_who_comes_for_the_first_time_gets_an_account_and_a_welcome(provider: Provider, client: Browser) -> None:
    answer = client.get(away(client))
    welcomed = session().execute(select(Job.payload).where(Job.topic == "mail")).scalar_one()

    assert (answer.status_code, answer.location) == (303, "/account")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Asha Rao" in client.get("/account").text
    assert (welcomed["kind"], welcomed["to"]) == ("welcome", "asha@example.in")


def test_who_comes_again_is_the_same_even_under_a_new_address(provider: Provider, app: Flask, client: Browser) -> None:
    client.get(away(client))
    provider.account["email"] = "asha.rao@example.in"
    again = new_browser(app)

    again.get(away(again))

    assert "Asha Rao" in again.get("/account").text
    assert queries.credentials_of("asha.rao@example.in") is None


def test_the_bag_comes_along_and_one_goes_on_to_where_one_wanted(provider: Provider, client: Browser) -> None:
    client.post("/bag/lines", data={"product_id": a_ring(stock=5), "quantity": 1})

    answer = client.get(away(client, "/account/google?next=/checkout"))

    assert answer.location == "/checkout"
    assert client.get_cookie("bag") is None
    assert client.get("/checkout").status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.in", "https://evil.in", "/\\evil.in"])
def test_one_never_goes_on_to_another_site(provider: Provider, client: Browser, elsewhere: str) -> None:
    assert client.get(away(client, f"/account/google?next={elsewhere}")).location == "/account"


def test_an_account_whose_address_was_verified_keeps_its_password(provider: Provider, client: Browser) -> None:
    services.sign_in_as(_asha())
    owner = queries.credentials_of("asha@example.in")

    client.get(away(client))

    assert queries.credentials_of("asha@example.in") == owner


def test_an_account_that_somebody_made_with_another_s_address_is_theirs_no_more(provider: Provider, client: Browser) -> None:
    stranger = a_customer("asha", email="asha@example.in")

    client.get(away(client))

    assert client.get("/account").status_code == 200
    assert queries.person_of_session(stranger.session_id) is None
    refused = client.submit("/account/login", {"username": "asha", "password": PASSWORD}, page="/account/register")
    assert refused.status_code in (422, 403)
    assert queries.credentials_of("asha").password_hash is None


def test_who_says_no_at_google_reads_so(provider: Provider, client: Browser) -> None:
    provider.denies = True

    assert "You have not signed in with Google." in said(client, away(client))


def test_an_address_that_google_has_not_verified_opens_nothing(provider: Provider, client: Browser) -> None:
    stranger = a_customer("asha", email="asha@example.in")
    provider.account["email_verified"] = False

    assert "Google has not verified your e-mail address yet." in said(client, away(client))
    assert queries.person_of_session(stranger.session_id)


def test_a_lying_provider_is_not_believed(provider: Provider, client: Browser) -> None:
    provider.lies = {"nonce": "another"}

    assert "Google could not confirm who you are." in said(client, away(client))


def test_a_provider_that_is_away_gets_a_sentence_at_the_beginning(provider: Provider, client: Browser) -> None:
    provider.broken = "/.well-known/openid-configuration"

    assert "Google cannot be reached just now." in said(client, "/account/google?next=/checkout")
    assert client.get("/account/google?next=/checkout").location == "/account/login?google=away&next=/checkout"


def test_a_provider_that_is_away_gets_a_sentence_at_the_end(provider: Provider, client: Browser) -> None:
    address = away(client)
    provider.broken = "/token"

    assert "Google cannot be reached just now." in said(client, address)


def test_coming_back_twice_signs_in_once(provider: Provider, client: Browser) -> None:
    address = away(client)
    client.get(address)
    client.submit("/account/logout", {}, page="/account")

    assert "was finished already" in said(client, address)


def test_an_answer_that_another_browser_asked_for_is_worth_nothing(provider: Provider, app: Flask, client: Browser) -> None:
    mine, theirs = away(client), new_browser(app)
    away(theirs)

    assert "Please begin once more." in said(theirs, mine)
    assert "Please begin once more." in said(new_browser(app), mine)


@pytest.mark.parametrize("brought", ["", "?code=x", "?state=&code=x", "?state=é%00&code=x", "?error=x", "?state=x&state=y"])
def test_an_odd_return_is_no_error_of_ours(provider: Provider, client: Browser, brought: str) -> None:
    away(client)

    assert client.get(f"/account/google/return{brought}").location == "/account/login?google=again"


def test_who_takes_too_long_begins_once_more(provider: Provider, client: Browser) -> None:
    address = away(client)

    with later(minutes=11):
        assert "Please begin once more." in said(client, address)


def test_a_disabled_account_stays_outside(provider: Provider, client: Browser) -> None:
    asha = services.sign_in_as(_asha()).person
    services.disable(asha.id)

    assert "This account cannot sign in." in said(client, away(client))


def _asha() -> Identity:
    return Identity("google", "110169484474386276334", "asha@example.in", True, "Asha", "Rao")
