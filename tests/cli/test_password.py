"""A lost password is made up anew by whoever holds the machine."""

import pytest
from flask import Flask

from storefront.domain.accounts import queries, services
from storefront.domain.accounts.errors import SignInFailed
from storefront.domain.accounts.forms import SignInForm
from tests.factories.accounts import PASSWORD, an_admin


def test_a_lost_password_is_made_up_anew_and_ends_what_was_open(app: Flask) -> None:
    admin = an_admin("asha")

    told = app.test_cli_runner().invoke(args=["password", "asha"]).output

    assert told.startswith("'asha' signs in from now on with the password  ")
    services.sign_in(SignInForm(username="asha", password=told.split()[-1]), "test")
    assert queries.person_of_session(admin.session_id) is None
    with pytest.raises(SignInFailed):
        services.sign_in(SignInForm(username="asha", password=PASSWORD), "test")


def test_an_unknown_name_is_said_in_one_sentence(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["password", "nobody"])

    assert (result.exit_code, result.output) == (1, "Error: There is no active account 'nobody'.\n")
