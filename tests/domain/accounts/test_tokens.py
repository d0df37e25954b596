"""Tokens that are ours, and those that are not."""

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwe import JWERegistry

from storefront.core import site
from storefront.core.clock import later
from storefront.core.ids import new_id
from storefront.domain.accounts import tokens

pytestmark = pytest.mark.usefixtures("app")

SESSION, USER = new_id(), new_id()


@pytest.fixture
def engine_name() -> str:
    """Nothing here asks the database."""
    return "sqlite"


def head(**fields: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")


def test_an_access_token_says_whose_it_is_for_a_quarter_of_an_hour():
    token = tokens.make_access(SESSION, USER)

    ticket = tokens.read_access(token)

    assert ticket is not None
    assert (ticket.session_id, ticket.user_id) == (SESSION, USER)
    with later(minutes=14, seconds=58):
        assert tokens.read_access(token)
    with later(minutes=15, seconds=1):
        assert tokens.read_access(token) is None


def test_a_refresh_token_holds_for_seven_days_and_is_known_by_a_hash():
    token, known_by = tokens.make_refresh(SESSION, USER)

    ticket = tokens.read_refresh(token)

    assert ticket is not None
    assert ticket.hash == known_by
    assert known_by not in token
    with later(days=6, hours=23):
        assert tokens.read_refresh(token)
    with later(days=7, seconds=1):
        assert tokens.read_refresh(token) is None


def test_nobody_reads_in_a_token_whose_it_is():
    token = tokens.make_access(SESSION, USER)

    parts = [base64.urlsafe_b64decode(part + "==") for part in token.split(".")]

    assert not any(SESSION.encode() in part or USER.encode() in part for part in parts)


def test_one_kind_of_token_never_passes_for_the_other():
    refresh, _ = tokens.make_refresh(SESSION, USER)

    assert tokens.read_access(refresh) is None
    assert tokens.read_refresh(tokens.make_access(SESSION, USER)) is None


def test_the_kinds_stay_apart_where_both_secrets_are_the_same():
    site.use(replace(site.site(), refresh_secret=site.site().access_secret))

    refresh, _ = tokens.make_refresh(SESSION, USER)

    assert tokens.read_refresh(refresh)
    assert tokens.read_access(refresh) is None


def test_another_secret_ends_all_tokens():
    token = tokens.make_access(SESSION, USER)

    site.use(replace(site.site(), access_secret="another secret of the shop"))

    assert tokens.read_access(token) is None


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_a_changed_token_is_nobody_s(place):
    token = tokens.make_access(SESSION, USER)

    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]

    assert tokens.read_access(changed) is None


HOSTILE = [
    "",
    ".",
    "....",
    "a.b.c",
    "null",
    "é.é.é.é.é",
    "\0",
    "\ud800",
    "x" * 100_000,
    "." * 100_000,
    f"{head(alg='none')}.." + "e30",
    f"{head(alg='none')}....",
    f"{head(alg='dir', enc='none')}....",
    f"{head(alg='A256KW', enc='A256GCM')}.AAAA.AAAA.AAAA.AAAA",
    f"{head(alg='dir', enc='A256GCM', zip='DEF')}..AAAA.AAAA.AAAA",
    f"{head(alg=['dir'], enc={'a': 1})}..AAAA.AAAA.AAAA",
    f"{head(alg='dir', enc='A256GCM', crit=['exp'])}..AAAA.AAAA.AAAA",
    f"{head(alg='HS256', typ='JWT')}.{head(sid=SESSION, sub=USER, exp=9999999999)}.AAAA",
    "W10.e30.e30.e30.e30",
]


@pytest.mark.parametrize("token", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_token_is_nobody_s(token):
    assert tokens.read_access(token) is None
    assert tokens.read_refresh(token) is None


@pytest.mark.parametrize(
    "claims", [{}, {"sid": SESSION}, {"sid": 1, "sub": USER, "exp": 9e9}, {"sid": "x", "sub": "y", "exp": 9e9}]
)
def test_a_token_of_ours_that_says_too_little_is_nobody_s(claims):
    ways = JWERegistry(algorithms=["dir", "A256GCM"])

    token = jwt.encode({"alg": "dir", "enc": "A256GCM"}, claims, tokens._access_key(), registry=ways)

    assert tokens.read_access(token) is None


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_whatever_is_sent_is_refused_quietly(text):
    assert tokens.read_access(text) is None
