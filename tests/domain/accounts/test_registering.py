"""New accounts."""

import pytest
from sqlalchemy import func, select

from storefront.core.db import session
from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.core.outbox import Job
from storefront.domain.accounts import Role, passwords, queries, services
from storefront.domain.accounts.errors import Taken
from storefront.domain.accounts.forms import RegisterForm, SignInForm
from storefront.domain.accounts.models import User
from tests.factories.accounts import PASSWORD, a_customer, an_admin, details

pytestmark = pytest.mark.usefixtures("app")


def form(**changes: str) -> RegisterForm:
    return parse(RegisterForm, details(**changes))


def accounts() -> int:
    return int(session().execute(select(func.count()).select_from(User)).scalar_one())


def refused_fields(form: RegisterForm) -> list[str]:
    """What is refused when somebody registers so; nothing if they have their account."""
    try:
        services.register(form)
        return []
    except Taken as refused:
        return list(refused.errors)


def admin(username: str, password: str | None = None) -> str | None:
    return services.ensure_admin(username, password, "")


def test_whoever_registers_is_signed_in_at_once():
    signed_in = services.register(form(username="Asha", firstname=" Asha "), "Firefox")

    assert signed_in.person == queries.person_of_session(signed_in.person.session_id)
    assert (signed_in.person.username, signed_in.person.firstname, signed_in.person.role) == ("Asha", "Asha", Role.USER)
    assert services.renew(signed_in.tokens.refresh).person == signed_in.person


def test_the_password_is_kept_as_a_hash_only():
    person = a_customer()

    kept = session().execute(select(User.password_hash).where(User.id == person.id)).scalar_one()

    assert PASSWORD not in kept
    assert passwords.belongs(PASSWORD, kept)


def test_a_letter_of_welcome_goes_out_once_with_the_account():
    person = a_customer("asha", firstname="Asha")

    letters = session().execute(select(Job.payload).where(Job.dedupe == f"mail:welcome:{person.id}")).scalars().all()

    assert len(letters) == 1
    assert (letters[0]["to"], letters[0]["data"]["firstname"]) == ("asha@example.in", "Asha")


def test_an_address_is_taken_in_whatever_case():
    a_customer("asha", email="Asha@Example.IN")

    with pytest.raises(Taken) as refused:
        services.register(form(username="usha", email="ASHA@example.in"))

    assert list(refused.value.errors) == ["email"]
    assert accounts() == 1


def test_a_user_name_is_taken_in_whatever_case():
    a_customer("Asha")

    with pytest.raises(Taken) as refused:
        services.register(form(username="aSHA", email="other@example.in"))

    assert list(refused.value.errors) == ["username"]


def test_both_fields_say_so_when_both_are_taken():
    a_customer("asha")

    with pytest.raises(Taken) as refused:
        services.register(form(username="asha"))

    assert list(refused.value.errors) == ["email", "username"]


def test_nothing_is_left_of_a_refused_registration():
    a_customer("asha")

    with pytest.raises(Taken):
        services.register(form(username="asha", email="new@example.in"))

    assert session().execute(select(func.count()).select_from(Job)).scalar_one() == 1


@pytest.mark.parametrize("field", ["email", "username"])
def test_of_several_at_once_one_gets_the_name_and_the_others_a_sentence_at_the_field(at_once, field):
    same = details()[field]
    several = [form(**{**details(), field: same}) for _ in range(4)]

    answers = at_once(refused_fields, [(one,) for one in several])

    assert sorted(answers) == [[], [field], [field], [field]]
    assert accounts() == 1


@pytest.mark.parametrize(
    ("password", "username"),
    [("short", "asha"), ("Password123!", "asha"), ("asha-of-poona", "Asha-of-Poona"), ("asha.p@example.in", "asha.p")],
)
def test_a_password_that_is_easy_to_guess_is_refused_at_its_field(password, username):
    with pytest.raises(Invalid) as refused:
        services.register(form(username=username, password=password))

    assert list(refused.value.errors) == ["password"]
    assert accounts() == 0


def test_the_first_start_makes_an_admin_and_shows_the_password_once():
    password = admin("Owner")

    person = services.sign_in(SignInForm(username="owner", password=password)).person
    assert person.is_admin
    assert person.email == "owner@localhost"
    assert admin("owner") is None
    assert accounts() == 1


def test_a_given_password_of_the_admin_is_not_shown():
    assert admin("owner", PASSWORD) is None

    assert services.sign_in(SignInForm(username="owner", password=PASSWORD)).person.is_admin


def test_no_admin_is_made_where_there_is_one():
    an_admin()

    assert admin("owner") is None
    assert accounts() == 1


def test_a_customer_does_not_become_admin_by_having_the_name():
    a_customer("owner", email="owner@elsewhere.in")

    with pytest.raises(Taken):
        admin("owner")

    assert not services.sign_in(SignInForm(username="owner", password=PASSWORD)).person.is_admin


def test_a_weak_password_of_the_admin_stops_the_start():
    with pytest.raises(Invalid):
        admin("owner", "admin")


def test_processes_that_start_together_make_one_admin(at_once):
    made = at_once(admin, [("owner",)] * 4)

    assert len([password for password in made if password]) == 1
    assert accounts() == 1
