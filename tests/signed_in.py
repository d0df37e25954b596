"""Fixtures for people who are signed in, and their browsers."""

import pytest
from flask import Flask

from storefront.domain.accounts import Person, tokens
from tests.browser import Browser, new_browser
from tests.factories.accounts import a_customer, an_admin


def browser_of(app: Flask, person: Person) -> Browser:
    """A browser in which this person is signed in, in the session that they have."""
    browser = new_browser(app)
    browser.set_cookie("access_token", tokens.make_access(person.session_id, person.id))
    return browser


@pytest.fixture
def customer(app: Flask) -> Person:
    """The person of `as_customer`."""
    return a_customer()


@pytest.fixture
def admin(app: Flask) -> Person:
    """The person of `as_admin`."""
    return an_admin()


@pytest.fixture
def as_customer(app: Flask, customer: Person) -> Browser:
    """A customer's browser."""
    return browser_of(app, customer)


@pytest.fixture
def as_admin(app: Flask, admin: Person) -> Browser:
    """An admin's browser."""
    return browser_of(app, admin)
