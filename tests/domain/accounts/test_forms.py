"""What people type about themselves: what is taken, and the sentence for what is not."""

import pytest

from storefront.core.errors import Invalid
from storefront.core.forms import parse
from storefront.domain.accounts.forms import ForgotForm, ProfileForm, RegisterForm, ResetForm, SignInForm
from tests.factories.accounts import details

FIELDS = ("email", "firstname", "lastname", "contact", "username", "password")


def refusal(**changes: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        parse(RegisterForm, {**details(), **changes})
    return refused.value.errors


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_needed(field):
    without = {name: value for name, value in details().items() if name != field}

    with pytest.raises(Invalid) as refused:
        parse(RegisterForm, without)

    assert refused.value.errors == {field: "This is needed."}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, 5, True, ["a"], {"a": 1}, 1.5])
def test_each_field_is_text(field, value):
    assert refusal(**{field: value}) == {field: "This must be text."}


@pytest.mark.parametrize("field", FIELDS)
def test_an_empty_field_is_a_missing_one(field):
    assert refusal(**{field: ""}) == {field: "This is needed."}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", ["x" * 100_000, "\ud800" * 12])
def test_nothing_too_long_or_broken_is_taken(field, value):
    assert list(refusal(**{field: value})) == [field]


@pytest.mark.parametrize(
    "address",
    ["asha", "asha@", "@example.in", "asha@localhost", "a b@example.in", "Asha <asha@example.in>", "अशा@example.in", "a@b@c.in"],
)
def test_what_is_no_address_is_refused(address):
    assert refusal(email=address) == {"email": "This is not an e-mail address."}


def test_an_address_is_kept_in_lower_case_and_as_it_travels():
    assert parse(RegisterForm, details(email=" Asha.P@Example.IN ")).email == "asha.p@example.in"
    assert parse(RegisterForm, details(email="asha@ज्वेलर्स.भारत")).email == "asha@xn--81b4bflr1gube.xn--h2brj9c"


@pytest.mark.parametrize("name", ["asha", "Asha.Patil", "asha_p-1", "xyz", "a" * 60])
def test_a_user_name_of_letters_digits_dots_and_dashes_is_taken(name):
    assert parse(RegisterForm, details(username=name, email="a@example.in")).username == name


@pytest.mark.parametrize(
    "name", ["ab", "asha patil", "अशा", "asha!", "asha@pune", "💍💍💍", "<b>asha</b>", "a'; drop table users"]
)
def test_any_other_user_name_is_refused(name):
    assert list(refusal(username=name)) == ["username"]


def test_a_user_name_may_be_one_s_own_address_but_nobody_else_s():
    own = parse(RegisterForm, details(email="asha@example.in", username="Asha@Example.in"))

    assert own.username == "Asha@Example.in"
    assert list(refusal(email="asha@example.in", username="usha@example.in")) == ["username"]


@pytest.mark.parametrize("number", ["+91 98765 43210", "9876543210", "020-4000 1234", "+1 (212) 555.0100"])
def test_a_phone_number_is_taken_as_people_write_it(number):
    assert parse(ProfileForm, {**details(), "contact": number}).contact == number


@pytest.mark.parametrize("number", ["12345", "call me", "+91 98765 43210 or so", "1" * 16, "९८७६५४३२१०"])
def test_what_is_no_phone_number_is_refused(number):
    assert refusal(contact=number) == {"contact": "Write a phone number, such as +91 98765 43210."}


def test_names_are_one_line_without_control_characters():
    form = parse(ProfileForm, {**details(), "firstname": " Asha\r\nBcc: x@y.in\0 ", "lastname": "O’Neill-पाटील"})

    assert form.firstname == "Asha Bcc: x@y.in"
    assert form.lastname == "O’Neill-पाटील"


def test_a_password_is_taken_as_typed():
    assert parse(ResetForm, {"password": "  two blanks  "}).password == "  two blanks  "
    assert parse(SignInForm, {"username": " asha ", "password": " x "}).password == " x "
    assert parse(SignInForm, {"username": " asha ", "password": " x "}).username == "asha"


def test_signing_in_applies_no_rule_to_the_password():
    assert parse(SignInForm, {"username": "a", "password": "x"}).password == "x"
    assert len(parse(SignInForm, {"username": "a", "password": "x" * 10_000}).password) == 10_000


@pytest.mark.parametrize("form", [RegisterForm, SignInForm, ForgotForm, ResetForm, ProfileForm])
@pytest.mark.parametrize("data", [None, True, 5, "text", [], [details()]])
def test_what_is_no_object_is_refused(form, data):
    with pytest.raises(Invalid) as refused:
        parse(form, data)

    assert refused.value.errors == {"body": "Send an object with named fields."}


def test_fields_that_nobody_asked_for_are_not_taken():
    form = parse(RegisterForm, {**details(), "role": "Admin", "id": "1", "isActive": False})

    assert "role" not in form.model_dump()
    assert "id" not in form.model_dump()
