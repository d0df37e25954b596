"""People."""

import itertools

from storefront.domain.accounts import Person, Role, queries, services
from storefront.domain.accounts.forms import RegisterForm

PASSWORD = "violet kite over Pune"

_numbers = itertools.count(1)


def details(username: str | None = None, **changes: str) -> dict[str, str]:
    """What somebody types to register, as JSON has it; another person each time."""
    name = username or f"asha{next(_numbers)}"
    usual = {"email": f"{name}@example.in", "firstname": "Asha", "lastname": "Patil", "contact": "+91 98765 43210"}
    return {**usual, "username": name, "password": PASSWORD, **changes}


def a_customer(username: str | None = None, **changes: str) -> Person:
    """Somebody with an account, signed in; the password is PASSWORD."""
    return services.register(RegisterForm.model_validate(details(username, **changes)), "test").person


def an_admin(username: str | None = None, **changes: str) -> Person:
    """The same for somebody who runs the shop."""
    person = a_customer(username or f"admin{next(_numbers)}", **changes)
    services.set_role(person.id, Role.ADMIN)
    admin = queries.person_of_session(person.session_id)
    assert admin is not None
    return admin
