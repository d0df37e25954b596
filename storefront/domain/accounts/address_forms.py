"""Where parcels and bills go, as people write it. Source of a rule: a PIN code has six digits, the first no 0 (India Post)."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from storefront.core.forms import Form, maybe, text
from storefront.core.text import fold
from storefront.domain.accounts.forms import Phone, in_lower_case

STATES = (
    "Andaman and Nicobar Islands", "Andhra Pradesh", "Arunachal Pradesh", "Assam", "Bihar", "Chandigarh", "Chhattisgarh",
    "Dadra and Nagar Haveli and Daman and Diu", "Delhi", "Goa", "Gujarat", "Haryana", "Himachal Pradesh",
    "Jammu and Kashmir", "Jharkhand", "Karnataka", "Kerala", "Ladakh", "Lakshadweep", "Madhya Pradesh", "Maharashtra",
    "Manipur", "Meghalaya", "Mizoram", "Nagaland", "Odisha", "Puducherry", "Punjab", "Rajasthan", "Sikkim", "Tamil Nadu",
    "Telangana", "Tripura", "Uttar Pradesh", "Uttarakhand", "West Bengal",
)  # fmt: skip


def pin(given: str) -> str:
    """Six digits, without the blank in their middle."""
    digits = re.sub(r"[\s-]", "", given)
    if not re.fullmatch(r"[1-9][0-9]{5}", digits):
        raise ValueError("A PIN code has six digits.")
    return digits


Pin = Annotated[str, AfterValidator(pin)]
Kind = Annotated[Literal["shipping", "billing"], BeforeValidator(in_lower_case)]


class PlaceForm(Form):
    """An address in the API's words."""

    name: str | None = maybe(160)
    phone: str | None = maybe(30)
    street: str = text(300)
    city: str = text(100)
    state: str = text(100)
    country: str = Field(default="India", min_length=1, max_length=60)
    # After the country, which says what a right code is.
    zip_code: str = text(12)


class SavedAddressForm(PlaceForm):
    """An address that an account keeps. The first of its type is the default, whatever is said here."""

    type: Kind = "shipping"
    phone: Phone | None = None
    is_default: bool = False

    @field_validator("country", mode="after")
    @classmethod
    def _as_written_here(cls, country: str) -> str:
        return "India" if fold(country) in ("india", "in", "bharat") else country

    @field_validator("zip_code", mode="after")
    @classmethod
    def _right_for_country(cls, code: str, info: ValidationInfo) -> str:
        return pin(code) if info.data.get("country") == "India" else code


class AddressChangesForm(Form):
    """What changes of an address; what is not sent stays. The whole is checked once more when it is put together."""

    type: Kind = "shipping"
    name: str | None = maybe(160)
    phone: Phone | None = None
    street: str = Field(default="", min_length=1, max_length=300)
    city: str = Field(default="", min_length=1, max_length=100)
    state: str = Field(default="", min_length=1, max_length=100)
    zip_code: str = Field(default="", min_length=1, max_length=12)
    country: str = Field(default="", min_length=1, max_length=60)
    is_default: bool = False

    @property
    def changes(self) -> dict[str, Any]:
        """In the API's words."""
        return self.model_dump(include=self.model_fields_set, by_alias=True)
