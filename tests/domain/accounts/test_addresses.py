"""Addresses that are written at the same moment by several processes."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from storefront.domain.accounts import Person, services
from storefront.domain.accounts.queries import addresses
from tests.factories.accounts import a_customer
from tests.factories.people import an_address


def another_default(person: Person) -> str:
    return an_address(person, isDefault=True).id


def test_defaults_that_are_chosen_at_once_leave_one(app: Flask, at_once: Callable[..., list[Any]]) -> None:
    person = a_customer()
    kept = [an_address(person).id for _ in range(4)]

    at_once(_choose, [(person, one) for one in kept])

    assert sum(one.is_default for one in addresses(person.id)) == 1


def test_addresses_that_are_added_at_once_have_one_default_and_respect_the_limit(
    app: Flask, at_once: Callable[..., list[Any]]
) -> None:
    person = a_customer()
    for _ in range(18):
        an_address(person)

    answers = at_once(another_default, [(person,)] * 4)

    assert answers.count("TooManyAddresses") == 2
    assert len(addresses(person.id)) == 20
    assert sum(one.is_default for one in addresses(person.id)) == 1


def _choose(person: Person, address_id: str) -> None:
    services.choose_address(person, address_id)
