"""What people type about themselves. Passwords are taken as typed; all else without blanks around it."""

import re
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator

from storefront.core.forms import Form
from storefront.domain.accounts.passwords import LONGEST

_USERNAME = re.compile(r"[A-Za-z0-9._\-]{3,60}")


def _one_line(value: Any) -> Any:
    # Names stand in subjects of letters, where a line break would end the header; and PostgreSQL refuses NUL.
    return "".join(c for c in " ".join(value.split()) if c >= " ") if isinstance(value, str) else value


def _address(value: str) -> str:
    try:
        found = validate_email(value, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValueError("This is not an e-mail address.") from None
    # A domain in another script is kept as it travels, in ASCII; the whole in lower case, as it is compared.
    return (found.ascii_email or found.normalized).lower()


def _phone(value: str) -> str:
    if not re.fullmatch(r"\+?[0-9 ()./\-]+", value) or not 7 <= sum(c.isdigit() for c in value) <= 15:
        raise ValueError("Write a phone number, such as +91 98765 43210.")
    return value


_LINE = BeforeValidator(_one_line)
_SECRET = Field(json_schema_extra={"format": "password"})
_EMAIL = Field(json_schema_extra={"format": "email"})

Email = Annotated[str, StringConstraints(min_length=1, max_length=254), _LINE, AfterValidator(_address), _EMAIL]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80), _LINE]
Phone = Annotated[str, StringConstraints(min_length=1, max_length=30), _LINE, AfterValidator(_phone)]
Username = Annotated[str, StringConstraints(min_length=1, max_length=60), _LINE]
Password = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1), _SECRET]
NewPassword = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=LONGEST), _SECRET]


class ProfileForm(Form):
    """How somebody is called, and reached."""

    firstname: Name
    lastname: Name
    contact: Phone


class RegisterForm(ProfileForm):
    """A new account. Whether the password is good enough is for the service to say, which knows the names."""

    email: Email
    username: Username
    password: NewPassword

    @field_validator("username")
    @classmethod
    def _check_username(cls, username: str, info: ValidationInfo) -> str:
        # A name with @ is looked up as an address when signing in: it may be one's own address, but nobody else's.
        if _USERNAME.fullmatch(username) or username.lower() == info.data.get("email"):
            return username
        raise ValueError("A user name has 3 to 60 letters, digits, dots, dashes or underscores.")


class SignInForm(Form):
    """A user name or an e-mail address, and the password. No rule for either: they are right or wrong."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=254), _LINE]
    password: Password


class ForgotForm(Form):
    """Where the link to a new password shall go."""

    email: Email


class ResetForm(Form):
    """A new password for whoever holds the link."""

    password: NewPassword


class PasswordForm(Form):
    """A new password for somebody who knows the old one."""

    current: Password
    password: NewPassword


class DeletionForm(Form):
    """The end of an account, by somebody who knows its password."""

    current: Password
