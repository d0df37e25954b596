"""Accounts elsewhere: whose account here they open, and whose they never do."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.identity.base import Identity
from storefront.core.db import session
from storefront.core.outbox import Job
from storefront.domain.accounts import queries, services
from storefront.domain.accounts.errors import AddressUnverified, IdentityClosed, LinkRunOut, SignInFailed, StaffSignIn
from storefront.domain.accounts.forms import DeletionForm, ForgotForm, ResetForm, SignInForm
from storefront.domain.accounts.models import LinkedIdentity, User
from storefront.domain.accounts.services.passwords import send_link
from tests.factories.accounts import PASSWORD, a_customer, an_admin
from tests.processes import BUYERS

ASHA = Identity("google", "1101", "asha@example.in", True, "Asha", "Rao")


def linked() -> list[tuple[str, str]]:
    rows = session().execute(select(LinkedIdentity.subject, User.email).join(User, User.id == LinkedIdentity.user_id))
    return sorted(tuple(row) for row in rows)


def token() -> str:
    """Of the last letter with a link to a new password."""
    jobs = session().execute(select(Job.payload).where(Job.topic == "mail").order_by(Job.id)).scalars()
    links = [letter["data"]["link"] for letter in jobs if letter["kind"] == "password_reset"]
    return str(links[-1]).rsplit("/", 1)[1]


def test_a_new_account_has_no_password_and_a_name_of_its_own(app: Flask) -> None:
    person = services.sign_in_as(ASHA).person

    assert (person.email, person.name, person.contact) == ("asha@example.in", "Asha Rao", "")
    assert person.username.startswith("asha-")
    assert queries.credentials_of("asha@example.in").password_hash is None
    with pytest.raises(SignInFailed):
        services.sign_in(SignInForm(username="asha@example.in", password="x"))


@pytest.mark.parametrize(
    ("given", "kept"), [("", "asha"), ("A" * 200, "A" * 80), ("Asha\r\nBcc: all", "AshaBcc: all"), (" \x00 ", "asha")]
)
def test_whatever_name_is_given_becomes_one(app: Flask, given: str, kept: str) -> None:
    assert services.sign_in_as(replace(ASHA, firstname=given)).person.firstname == kept


def test_the_same_number_is_the_same_person_whatever_the_address(app: Flask) -> None:
    first = services.sign_in_as(ASHA).person
    other = a_customer("usha")

    again = services.sign_in_as(replace(ASHA, email=other.email, email_verified=False)).person

    assert again.id == first.id
    assert linked() == [("1101", "asha@example.in")]


def test_an_unverified_account_of_that_address_loses_password_links_and_sessions(app: Flask) -> None:
    stranger = a_customer("asha")
    send_link({"email": "asha@example.in"})
    link = token()

    owner = services.sign_in_as(ASHA).person

    assert owner.id == stranger.id
    assert queries.person_of_session(stranger.session_id) is None
    with pytest.raises(SignInFailed):
        services.sign_in(SignInForm(username="asha", password=PASSWORD))
    with pytest.raises(LinkRunOut):
        services.reset_password(link, ResetForm(password="another kite over Pune"))


def test_a_verified_account_keeps_both(app: Flask) -> None:
    a_customer("asha")
    send_link({"email": "asha@example.in"})
    services.reset_password(token(), ResetForm(password="another kite over Pune"))
    before = services.sign_in(SignInForm(username="asha", password="another kite over Pune")).person

    owner = services.sign_in_as(ASHA).person

    assert owner.id == before.id
    assert queries.person_of_session(before.session_id)
    assert services.sign_in(SignInForm(username="asha", password="another kite over Pune"))


def test_an_unverified_account_that_runs_the_shop_is_nobody_s_to_claim(app: Flask) -> None:
    admin = an_admin("asha")

    with pytest.raises(StaffSignIn):
        services.sign_in_as(ASHA)

    assert queries.person_of_session(admin.session_id)
    assert linked() == []


def test_an_unverified_address_opens_and_makes_nothing(app: Flask) -> None:
    for identity in (replace(ASHA, email_verified=False), replace(ASHA, email="")):
        with pytest.raises(AddressUnverified):
            services.sign_in_as(identity)

    assert queries.credentials_of("asha@example.in") is None


def test_a_disabled_account_stays_closed(app: Flask) -> None:
    services.disable(services.sign_in_as(ASHA).person.id)

    with pytest.raises(SignInFailed):
        services.sign_in_as(ASHA)


def test_a_shop_without_keys_takes_nobody_in(app: Flask) -> None:
    with pytest.raises(IdentityClosed):
        services.begin_elsewhere("http://localhost/back")


def test_one_may_choose_a_password_later_by_mail(app: Flask) -> None:
    services.sign_in_as(ASHA)
    services.forgot_password(ForgotForm(email="asha@example.in"))
    send_link({"email": "asha@example.in"})

    services.reset_password(token(), ResetForm(password="another kite over Pune"))

    assert services.sign_in(SignInForm(username="asha@example.in", password="another kite over Pune"))


def test_what_is_linked_is_told_and_goes_with_the_account(app: Flask) -> None:
    asha = services.sign_in_as(ASHA).person
    services.forgot_password(ForgotForm(email="asha@example.in"))
    send_link({"email": "asha@example.in"})
    services.reset_password(token(), ResetForm(password="another kite over Pune"))
    assert services.export(asha)["signsInBy"][0]["email"] == "asha@example.in"

    services.delete_account(asha, DeletionForm(current="another kite over Pune"))

    assert linked() == []
    assert services.sign_in_as(ASHA).person.id != asha.id


def sign_in_in_a_process(number: int) -> str:
    return services.sign_in_as(replace(ASHA, subject=f"110{number % 2}")).person.id


def test_many_who_come_at_once_are_one_account(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    found = at_once(sign_in_in_a_process, [(number,) for number in range(BUYERS)])

    assert len(set(found)) == 1
    assert [subject for subject, _ in linked()] == ["1100", "1101"]
