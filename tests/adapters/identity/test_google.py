"""What Google says is believed only as far as it is signed, for us, now, and as the answer to what was asked."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from storefront.adapters.identity.base import Begun, Identity, ProviderRefused, ProviderUnavailable
from storefront.adapters.identity.google import Google
from tests.adapters.identity.oidc_server import CLIENT, SECRET, Provider, serve

THERE = "http://localhost/account/google/return"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with serve() as provider:
        yield provider


@pytest.fixture
def google(provider: Provider) -> Google:
    return Google(CLIENT, SECRET, provider.discovery, timeout=(0.5, 0.5))


def code_for(begun: Begun) -> str:
    """What the visitor brings back who goes to this address and agrees."""
    back = requests.get(begun.address, allow_redirects=False, timeout=5).headers["Location"]
    assert back.startswith(THERE)
    returned = dict(parse_qsl(urlsplit(back).query))
    assert returned["state"] == begun.state
    return returned["code"]


def sign_in(google: Google) -> Identity:
    begun = google.begin(THERE)
    return google.finish(code_for(begun), begun, THERE)


def test_an_account_at_google_is_known_by_its_number(google: Google) -> None:
    assert sign_in(google) == Identity("google", "110169484474386276334", "asha@example.in", True, "Asha", "Rao")


def test_each_sign_in_draws_its_own_secrets(google: Google) -> None:
    begun = [google.begin(THERE) for _ in range(2)]

    assert len({secret for one in begun for secret in (one.state, one.nonce, one.verifier)}) == 6
    assert all(one.verifier not in one.address for one in begun)


@pytest.mark.parametrize(
    ("verified", "read"), [(True, True), ("true", True), (False, False), ("false", False), (None, False), ("1", False)]
)
def test_only_a_verified_address_counts_as_one(google: Google, provider: Provider, verified: Any, read: bool) -> None:
    provider.lies = {"email_verified": verified}

    assert sign_in(google).email_verified is read


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-shop"},
        {"aud": [CLIENT, "another-shop"]},
        {"azp": "another-shop"},
        {"aud": None},
        {"iss": "https://accounts.evil.in"},
        {"iss": None},
        pytest.param({"exp": int(time.time()) - 3600}, id="ran out an hour ago"),
        {"exp": None},
        pytest.param({"iat": int(time.time()) + 3600}, id="issued in an hour"),
        {"exp": "soon"},
        {"sub": None},
        {"sub": ""},
        {"sub": 5},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_is_refused(google: Google, provider: Provider, lies: dict[str, Any]) -> None:
    provider.lies = lies

    with pytest.raises(ProviderRefused):
        sign_in(google)


def test_a_token_signed_by_another_key_is_refused(google: Google, provider: Provider) -> None:
    provider.signs_with = "stranger"

    with pytest.raises(ProviderRefused):
        sign_in(google)


def test_a_token_that_only_names_the_right_key_is_refused(google: Google, provider: Provider) -> None:
    provider.signs_with, provider.header = "stranger", {"alg": "RS256", "kid": "first"}

    with pytest.raises(ProviderRefused):
        sign_in(google)


def test_an_unsigned_token_is_refused(google: Google, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    head, body = "eyJhbGciOiJub25lIn0", provider.id_token("n").split(".")[1]
    monkeypatch.setattr(provider, "id_token", lambda _nonce: f"{head}.{body}.")

    with pytest.raises(ProviderRefused):
        sign_in(google)


def test_new_keys_of_the_provider_are_fetched_when_they_are_needed(google: Google, provider: Provider) -> None:
    sign_in(google)
    sign_in(google)
    assert provider.asked.count("/keys") == provider.asked.count("/.well-known/openid-configuration") == 1

    provider.signs_with = provider.shows = "second"

    assert sign_in(google).subject == provider.account["sub"]
    assert provider.asked.count("/keys") == 2


def test_a_code_is_worth_nothing_without_the_verifier_of_this_sign_in(google: Google) -> None:
    begun, other = google.begin(THERE), google.begin(THERE)

    with pytest.raises(ProviderRefused):
        google.finish(code_for(begun), other, THERE)


def test_a_code_works_once(google: Google) -> None:
    begun = google.begin(THERE)
    code = code_for(begun)
    google.finish(code, begun, THERE)

    with pytest.raises(ProviderRefused):
        google.finish(code, begun, THERE)


def test_a_wrong_secret_is_refused(provider: Provider) -> None:
    with pytest.raises(ProviderRefused):
        sign_in(Google(CLIENT, "wrong", provider.discovery))


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_provider_that_is_broken_is_away(google: Google, provider: Provider, path: str) -> None:
    provider.broken = path

    with pytest.raises(ProviderUnavailable):
        sign_in(google)


def test_nobody_waits_long_for_a_slow_provider(google: Google, provider: Provider) -> None:
    begun = google.begin(THERE)
    code = code_for(begun)
    provider.slow = 2

    begins = time.monotonic()
    with pytest.raises(ProviderUnavailable):
        google.finish(code, begun, THERE)

    assert time.monotonic() - begins < 1.5


def test_a_provider_that_is_down_is_away() -> None:
    with pytest.raises(ProviderUnavailable):
        Google(CLIENT, SECRET, "http://127.0.0.1:9/.well-known/openid-configuration").begin(THERE)


@pytest.mark.parametrize(
    "metadata", [{}, {"issuer": 5}, {"issuer": "https://x.in"}, {"issuer": "x", "authorization_endpoint": 5}]
)
def test_a_provider_that_describes_itself_oddly_is_away(
    google: Google, provider: Provider, monkeypatch: pytest.MonkeyPatch, metadata: dict[str, Any]
) -> None:
    monkeypatch.setattr(provider, "metadata", lambda: metadata)

    with pytest.raises(ProviderUnavailable):
        google.begin(THERE)
