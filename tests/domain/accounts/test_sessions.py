"""Signing in, the family of tokens that follows, and its end."""

import bcrypt
import pytest
from sqlalchemy import func, select, update

from storefront.core.clock import later, now
from storefront.core.db import session, transaction
from storefront.domain.accounts import queries, services, tokens
from storefront.domain.accounts.errors import SessionOver, SignInFailed
from storefront.domain.accounts.forms import SignInForm
from storefront.domain.accounts.models import RefreshToken, SignInSession, User
from storefront.domain.accounts.services import SignedIn
from tests.factories.accounts import PASSWORD, a_customer, an_admin

pytestmark = pytest.mark.usefixtures("app")


def sign_in(username: str, password: str = PASSWORD) -> SignedIn:
    return services.sign_in(SignInForm(username=username, password=password), "Firefox")


def signed_in() -> SignedIn:
    return sign_in(a_customer().username)


def refresh_of(signed_in: SignedIn) -> str:
    assert signed_in.tokens.refresh
    return signed_in.tokens.refresh


def alive(one: SignedIn) -> bool:
    return queries.person_of_session(one.person.session_id) is not None


@pytest.mark.parametrize("name", ["asha", "ASHA", " asha ", "asha@example.in", "Asha@Example.IN"])
def test_one_signs_in_by_user_name_or_address_in_whatever_case(name):
    person = a_customer("Asha", email="asha@example.in")

    found = sign_in(name).person

    assert found.id == person.id
    assert found.session_id != person.session_id


def test_signing_in_is_noted_with_the_device():
    one = signed_in()

    user, device = (
        session()
        .execute(
            select(User.last_login_at, SignInSession.user_agent)
            .join(SignInSession)
            .where(SignInSession.id == one.person.session_id)
        )
        .one()
    )

    assert device == "Firefox"
    assert (now() - user).total_seconds() < 60


@pytest.mark.parametrize("device", ["x" * 5000, "nul\0", "💍", ""])
def test_whatever_a_device_calls_itself_it_signs_in(device):
    a_customer("asha")

    person = services.sign_in(SignInForm(username="asha", password=PASSWORD), device).person

    assert person.username == "asha"


def test_every_failure_is_one_sentence_and_one_check_of_a_password(monkeypatch):
    disabled = a_customer("disabled")
    services.disable(disabled.id)
    without = a_customer("without")
    with transaction() as current:
        current.execute(update(User).where(User.id == without.id).values(password_hash=None))
    a_customer("asha")
    checks: list[bytes] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda plain, kept: checks.append(kept) or real(plain, kept))

    said = set()
    for name, password in [
        ("asha", "wrong"),
        ("nobody", PASSWORD),
        ("disabled", PASSWORD),
        ("without", PASSWORD),
        ("a@b.in", "x" * 9999),
    ]:
        with pytest.raises(SignInFailed) as refused:
            sign_in(name, password)
        said.add(refused.value.sentence)

    assert len(said) == 1
    assert [kept[:7] for kept in checks] == [b"$2b$04$"] * 5


def test_a_new_password_chosen_meanwhile_stops_the_signing_in(monkeypatch):
    person = a_customer("asha")
    real = bcrypt.checkpw

    def slow(plain: bytes, kept: bytes) -> bool:
        with transaction() as current:
            current.execute(update(User).where(User.id == person.id).values(password_hash="another"))
        return real(plain, kept)

    monkeypatch.setattr(bcrypt, "checkpw", slow)

    with pytest.raises(SignInFailed):
        sign_in("asha")


def test_a_refresh_token_is_renewed_into_another_of_the_same_session():
    first = signed_in()

    second = services.renew(refresh_of(first))

    assert second.person == first.person
    assert second.tokens.refresh not in (None, first.tokens.refresh)
    assert tokens.read_access(second.tokens.access)
    assert services.renew(refresh_of(second)).tokens.refresh


def test_used_again_within_thirty_seconds_it_gives_an_access_token_alone():
    first = signed_in()
    services.renew(refresh_of(first))

    with later(seconds=29):
        again = services.renew(refresh_of(first))

    assert again.tokens.refresh is None
    assert tokens.read_access(again.tokens.access)
    assert alive(first)


def test_used_again_later_it_ends_its_whole_family():
    first = signed_in()
    second = services.renew(refresh_of(first))

    with later(seconds=31):
        with pytest.raises(SessionOver):
            services.renew(refresh_of(first))
        with pytest.raises(SessionOver):
            services.renew(refresh_of(second))

    assert not alive(second)


def test_the_end_of_one_family_leaves_the_others():
    stolen = signed_in()
    other = sign_in(stolen.person.username)
    services.renew(refresh_of(stolen))

    with later(minutes=1), pytest.raises(SessionOver):
        services.renew(refresh_of(stolen))

    assert alive(other)
    assert services.renew(refresh_of(other))


def test_of_many_uses_at_once_one_rotates_and_nobody_is_signed_out(at_once):
    first = signed_in()

    answers = at_once(services.renew, [(refresh_of(first),)] * 4)

    assert len([one for one in answers if one.tokens.refresh]) == 1
    assert all(tokens.read_access(one.tokens.access) for one in answers)
    assert session().execute(select(func.count()).select_from(RefreshToken)).scalar_one() == 3


def test_a_refresh_token_runs_out_after_seven_days():
    first = signed_in()

    with later(days=7, seconds=1), pytest.raises(SessionOver):
        services.renew(refresh_of(first))


@pytest.mark.parametrize("token", ["", "x", "a.b.c.d.e", "\0", "é" * 50])
def test_what_is_no_refresh_token_is_refused_without_a_statement(token, statements):
    with statements(at_most=0), pytest.raises(SessionOver):
        services.renew(token)


def test_an_access_token_renews_nothing():
    with pytest.raises(SessionOver):
        services.renew(signed_in().tokens.access)


def test_signing_out_ends_the_session_and_no_other():
    here, there = signed_in(), None
    there = sign_in(here.person.username)

    services.sign_out(here.person)
    services.sign_out(here.person)

    assert not alive(here)
    assert alive(there)
    with pytest.raises(SessionOver):
        services.renew(refresh_of(here))


def test_a_session_is_looked_up_in_one_statement(statements):
    one = signed_in()

    with statements(at_most=1):
        assert queries.person_of_session(one.person.session_id) == one.person


def test_a_changed_role_holds_at_once():
    an_admin()
    person = a_customer()

    services.set_role(person.id, "Admin")

    found = queries.person_of_session(person.session_id)
    assert found is not None
    assert found.is_admin


def test_sessions_that_nothing_prolongs_are_forgotten():
    old = signed_in()
    with later(days=3):
        young = sign_in(old.person.username)

    with later(days=9):
        services.forget_old_sessions()

    kept = session().scalars(select(SignInSession.id)).all()
    assert young.person.session_id in kept
    assert old.person.session_id not in kept
