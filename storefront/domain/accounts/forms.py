"""What people type about themselves. Passwords are taken as typed; all else without blanks around it."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo, field_validator

from storefront.core.clock import in_india, now
from storefront.core.forms import WEB_ADDRESS, Form, Rupees
from storefront.core.money import paise
from storefront.domain.accounts.passwords import LONGEST
from storefront.domain.accounts.person import Role
from storefront.domain.accounts.preferences import Preferences

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


def _day(value: Any) -> date | None:
    """Of a moment too: browsers in India send midnight there, which is the evening before in UTC."""
    if value is None or isinstance(value, date):
        return value
    try:
        moment = datetime.fromisoformat(value)
        return in_india(moment).date() if moment.tzinfo else moment.date()
    except (TypeError, ValueError, OverflowError):
        raise ValueError("This is not a date; write it as 2026-11-30.") from None


def _born(value: date) -> date:
    if not date(1900, 1, 1) <= value <= in_india(now()).date():
        raise ValueError("Write a day of birth between 1900 and today.")
    return value


def in_lower_case(value: Any) -> Any:
    """A word of a short list, however it was written; what is no text is left for the field to refuse."""
    return value.strip().lower() if isinstance(value, str) else value


def _as_named(value: Any) -> Any:
    return value.strip().capitalize() if isinstance(value, str) else value


_LINE = BeforeValidator(_one_line)
_SECRET = Field(json_schema_extra={"format": "password"})
_EMAIL = Field(json_schema_extra={"format": "email"})

Email = Annotated[str, StringConstraints(min_length=1, max_length=254), _LINE, AfterValidator(_address), _EMAIL]
Name = Annotated[str, StringConstraints(min_length=1, max_length=80), _LINE]
Phone = Annotated[str, StringConstraints(min_length=1, max_length=30), _LINE, AfterValidator(_phone)]
Username = Annotated[str, StringConstraints(min_length=1, max_length=60), _LINE]
Password = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1), _SECRET]
NewPassword = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=LONGEST), _SECRET]
PictureAddress = Annotated[str, StringConstraints(max_length=500, pattern=WEB_ADDRESS)]
Birthday = Annotated[date, BeforeValidator(_day), AfterValidator(_born)]
Gender = Annotated[Literal["male", "female", "other"], BeforeValidator(in_lower_case)]


class PriceRangeForm(Form):
    """Rupees, both ends included; either may be left open."""

    min: Rupees | None = None
    max: Rupees | None = None

    @field_validator("max")
    @classmethod
    def _not_below(cls, most: Decimal | None, info: ValidationInfo) -> Decimal | None:
        least = info.data.get("min")
        if most is not None and least is not None and most < least:
            raise ValueError("The highest price must not be below the lowest.")
        return most


class PreferencesForm(Form):
    """What somebody likes to see first: names or slugs of categories, and a range of prices. What is not sent stays."""

    categories: Annotated[list[Name], Field(max_length=50)] | None = None
    price_range: PriceRangeForm | None = None

    def over(self, before: Preferences) -> Preferences:
        """What was kept, with what was sent in its place."""
        categories, prices = before.categories, (before.price_min, before.price_max)
        if "categories" in self.model_fields_set:
            categories = tuple(dict.fromkeys(self.categories or ()))
        if "price_range" in self.model_fields_set:
            sent = self.price_range or PriceRangeForm()
            prices = (_paise(sent.min), _paise(sent.max))
        return Preferences(categories, *prices)


class PersonForm(Form):
    """How somebody is called, and reached."""

    firstname: Name
    lastname: Name
    contact: Phone


class ProfileForm(Form):
    """What somebody says of themselves. What is not sent stays as it was; a name or a phone cannot be taken away."""

    firstname: Name = ""
    lastname: Name = ""
    contact: Phone = ""
    avatar: PictureAddress | None = None
    date_of_birth: Birthday | None = None
    gender: Gender | None = None
    preferences: PreferencesForm | None = None

    @property
    def changes(self) -> dict[str, Any]:
        """By column, all but the preferences."""
        return self.model_dump(include=self.model_fields_set - {"preferences"})


class RegisterForm(PersonForm):
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


class RoleForm(Form):
    """What somebody may do from now on."""

    role: Annotated[Role, BeforeValidator(_as_named)]


class DeletionForm(Form):
    """The end of an account, by somebody who knows its password."""

    current: Password


def _paise(amount: Decimal | None) -> int | None:
    return None if amount is None else paise(amount)
