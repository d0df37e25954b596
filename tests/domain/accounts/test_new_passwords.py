"""New passwords: by a link in a letter, or by the old one."""

from typing import Any

import pytest
from sqlalchemy import select

from storefront.core import outbox
from storefront.core.clock import later
from storefront.core.db import session
from storefront.core.errors import Invalid
from storefront.core.outbox import Job
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.errors import LinkRunOut, SessionOver, SignInFailed, WrongPassword
from storefront.domain.accounts.forms import ForgotForm, PasswordForm, ResetForm, SignInForm
from storefront.domain.accounts.models import User
from storefront.domain.accounts.services.passwords import send_link
from tests.factories.accounts import PASSWORD, a_customer

pytestmark = pytest.mark.usefixtures("app")

NEW = "mogra kulfi at noon"


def letters() -> list[dict[str, Any]]:
    jobs = session().execute(select(Job.payload).where(Job.topic == "mail").order_by(Job.id)).scalars()
    return [letter for letter in jobs if letter["kind"] == "password_reset"]


def forget(email: str) -> None:
    """Asks for a link, and has the worker look for the account."""
    services.forgot_password(ForgotForm(email=email))
    job = session().execute(select(Job).where(Job.topic == "password_link").order_by(Job.id.desc())).scalars().first()
    outbox.HANDLERS[job.topic](job.payload)


def token() -> str:
    return str(letters()[-1]["data"]["link"]).rsplit("/", 1)[1]


def reset(password: str = NEW) -> None:
    services.reset_password(token(), ResetForm(password=password))


def can_sign_in(password: str) -> bool:
    try:
        services.sign_in(SignInForm(username="asha", password=password))
        return True
    except SignInFailed:
        return False


def test_the_letter_has_a_link_to_a_new_password():
    a_customer("asha", firstname="Asha")

    forget("ASHA@example.in")

    letter = letters()[-1]
    assert letter["to"] == "asha@example.in"
    assert letter["data"]["firstname"] == "Asha"
    assert letter["data"]["link"] == f"http://localhost/account/reset/{token()}"


def test_asking_does_the_same_for_every_address(statements):
    a_customer("asha")

    with statements(at_most=9) as for_one:
        services.forgot_password(ForgotForm(email="asha@example.in"))
    with statements(at_most=9) as for_nobody:
        services.forgot_password(ForgotForm(email="nobody@example.in"))

    assert for_one == for_nobody


def test_nobody_gets_a_letter_for_an_address_without_an_account():
    forget("nobody@example.in")

    assert letters() == []


def test_a_disabled_account_gets_no_letter():
    services.disable(a_customer("asha").id)

    forget("asha@example.in")

    assert letters() == []


def test_no_more_than_three_letters_an_hour():
    a_customer("asha")

    for _ in range(5):
        forget("asha@example.in")

    assert len(letters()) == 3
    with later(minutes=61):
        forget("asha@example.in")
    assert len(letters()) == 4


def test_the_link_gives_a_new_password():
    a_customer("asha")
    forget("asha@example.in")

    reset()

    assert can_sign_in(NEW)
    assert not can_sign_in(PASSWORD)


def test_a_new_password_ends_every_session():
    first = a_customer("asha")
    second = services.sign_in(SignInForm(username="asha", password=PASSWORD))
    forget("asha@example.in")

    reset()

    assert queries.person_of_session(first.session_id) is None
    with pytest.raises(SessionOver):
        services.renew(second.tokens.refresh)


def test_whoever_used_the_link_has_shown_that_the_address_is_theirs():
    person = a_customer("asha")
    forget("asha@example.in")

    reset()

    assert session().execute(select(User.email_verified_at).where(User.id == person.id)).scalar_one()


def test_the_link_works_once():
    a_customer("asha")
    forget("asha@example.in")
    reset()

    with pytest.raises(LinkRunOut):
        reset("another kite over Pune")

    assert can_sign_in(NEW)


def test_of_two_uses_at_once_one_counts(at_once):
    a_customer("asha")
    forget("asha@example.in")

    answers = at_once(services.reset_password, [(token(), ResetForm(password=f"mogra kulfi {n}")) for n in ("one", "two")])

    assert sorted(map(str, answers)) == ["LinkRunOut", "None"]


def test_the_link_runs_out_after_an_hour():
    a_customer("asha")
    forget("asha@example.in")

    with later(minutes=61), pytest.raises(LinkRunOut):
        reset()

    assert can_sign_in(PASSWORD)


def test_a_new_password_makes_older_links_worthless():
    person = a_customer("asha")
    forget("asha@example.in")

    services.change_password(person, PasswordForm(current=PASSWORD, password=NEW))

    with pytest.raises(LinkRunOut):
        reset("another kite over Pune")


@pytest.mark.parametrize("link", ["", "x", "\0", "é", "x" * 5000])
def test_an_invented_link_is_none(link):
    with pytest.raises(LinkRunOut):
        services.reset_password(link, ResetForm(password=NEW))


def test_a_weak_password_leaves_the_link_as_it_was():
    a_customer("asha")
    forget("asha@example.in")

    with pytest.raises(Invalid) as refused:
        reset("password123")

    assert list(refused.value.errors) == ["password"]
    reset()
    assert can_sign_in(NEW)


def test_the_database_does_not_hold_what_the_link_holds():
    a_customer("asha")
    forget("asha@example.in")

    assert queries.credentials_of_link(token()).username == "asha"
    assert queries.credentials_of_link(token() + "x") is None


def test_the_old_password_gives_a_new_one_and_stays_signed_in_here_alone():
    person = a_customer("asha")
    elsewhere = services.sign_in(SignInForm(username="asha", password=PASSWORD)).person

    here = services.change_password(person, PasswordForm(current=PASSWORD, password=NEW))

    assert queries.person_of_session(here.person.session_id) == here.person
    assert queries.person_of_session(person.session_id) is None
    assert queries.person_of_session(elsewhere.session_id) is None
    assert can_sign_in(NEW)


def test_without_the_old_password_nothing_changes():
    person = a_customer("asha")

    with pytest.raises(WrongPassword):
        services.change_password(person, PasswordForm(current="a guess at it", password=NEW))

    assert can_sign_in(PASSWORD)
    assert queries.person_of_session(person.session_id)


def test_a_job_of_an_account_that_is_gone_writes_no_letter():
    send_link({"email": "gone@example.in"})

    assert letters() == []
