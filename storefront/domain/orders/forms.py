"""What one may ask of an order. Source of a rule: a GSTIN has 15 characters, the state's code first (CGST Rules, 2017)."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, field_validator

from storefront.core.forms import Form, maybe, plain, text
from storefront.core.money import paise
from storefront.domain.accounts.address_forms import STATES, Pin, PlaceForm
from storefront.domain.accounts.forms import Email


def _mobile(given: str) -> str:
    digits = re.sub(r"[\s()-]", "", given)
    if not re.fullmatch(r"\+?[0-9]{10,14}", digits):
        raise ValueError("A mobile number has ten digits.")
    return digits


def _gstin(given: str) -> str:
    code = re.sub(r"[\s-]", "", given).upper()
    if not re.fullmatch(r"[0-3][0-9][A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]", code):
        raise ValueError("A GST number has 15 characters, such as 27AAPFU0939F1ZV.")
    if _check_sign(code[:14]) != code[14]:
        raise ValueError("One character of this GST number is not right. Please check it.")
    return code


def says_on_delivery(words: str) -> bool:
    """Whether these words for a means of payment say: cash on delivery."""
    return re.fullmatch(r"cod|cash([ _-]on[ _-]delivery)?", words.strip().lower()) is not None


def _typed_rupees(given: Any) -> Any:
    """As people write amounts: 1,250 or ₹1,250.50."""
    if not isinstance(given, str):
        return given
    digits = re.sub(r"[\s,₹]", "", given)
    if not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,2})?", digits):
        raise ValueError("Write an amount in rupees, such as 1,250.50.")
    return paise(digits)


def _check_sign(code: str) -> str:
    """The last character of a GSTIN, made of the others: Luhn's sum over the 36 signs."""
    parts = (divmod(_SIGNS.index(sign) * (1 + place % 2), 36) for place, sign in enumerate(code))
    return _SIGNS[-sum(map(sum, parts)) % 36]


_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Mobile = Annotated[str, AfterValidator(_mobile)]
Gstin = Annotated[str, AfterValidator(_gstin)]


class DeliveryForm(Form):
    """Where a parcel goes. Field names are the page's."""

    name: str = text(160)
    phone: Mobile = text(30)
    pin: Pin = text(20)
    city: str = text(100)
    state: str = text(100)
    street: str = text(300, 4)

    @field_validator("state")
    @classmethod
    def _known_state(cls, state: str) -> str:
        if state not in STATES:
            raise ValueError("Choose a state from the list.")
        return state

    @property
    def address(self) -> dict[str, str]:
        """As orders keep addresses."""
        place = {"street": self.street, "city": self.city, "state": self.state, "zipCode": self.pin, "country": "India"}
        return {"name": self.name, "phone": self.phone, **place}


class ContactForm(DeliveryForm):
    """The checkout's first step: who buys, and where the parcel goes."""

    email: Email
    gstin: Gstin | None = maybe(20)


class ParcelForm(Form):
    """The second: how the parcel goes, and what is to be said with it."""

    delivery: Literal["standard"]
    note: str | None = maybe(500)


class CheckoutForm(ContactForm):
    """All of the checkout, the third step with it: how it is paid."""

    note: str | None = maybe(500)
    pay: Literal["online", "cod"] = "online"


class AddressForm(PlaceForm):
    """Where an order goes, in the API's words."""

    @property
    def address(self) -> dict[str, str]:
        return {key: str(value) for key, value in self.model_dump(by_alias=True).items() if value is not None}


class OrderForm(Form):
    """POST /order. The amount is advice where there is a bag, and needed for a deposit where there is none."""

    amount: Annotated[StrictInt, Field(ge=100, le=10**12)] | None = None
    currency: str | None = maybe(3)
    receipt: str | None = maybe(80)
    notes: dict[str, Any] = Field(default_factory=dict)
    shipping_address: AddressForm | None = None
    billing_address: AddressForm | None = None
    payment_method: str | None = maybe(30)
    """"cod" or "cash on delivery"; whatever else is said is paid through the payment service."""

    @property
    def on_delivery(self) -> bool:
        return says_on_delivery(self.payment_method or "")

    @field_validator("currency")
    @classmethod
    def _rupees_only(cls, currency: str | None) -> str | None:
        if currency not in (None, "INR"):
            raise ValueError("The shop takes INR only.")
        return currency

    @field_validator("notes", mode="before")
    @classmethod
    def _short_notes(cls, notes: Any) -> Any:
        if isinstance(notes, list) and not notes:
            return {}
        if isinstance(notes, dict) and len(str(notes)) > 4000:
            raise ValueError("Notes may have at most 4,000 characters.")
        return {} if notes is None else plain(notes, 4)


class VerifyForm(Form):
    """What the gateway's window gives the browser."""

    razorpay_order_id: Annotated[str, Field(alias="razorpay_order_id", min_length=1, max_length=60)]
    razorpay_payment_id: Annotated[str, Field(alias="razorpay_payment_id", min_length=1, max_length=60)]
    razorpay_signature: Annotated[str, Field(alias="razorpay_signature", min_length=1, max_length=200)]


class RefundForm(Form):
    """Money back to the buyer. The amount is typed in rupees; without one all that is left goes back."""

    amount: Annotated[int, BeforeValidator(_typed_rupees), Field(gt=0, le=10**12)] | None = None
    """Paise."""
    reason: str = text(200)
    restock: bool = False
    """All pieces go on the shelf again."""
    pieces: dict[str, Annotated[int, Field(ge=1, le=99)]] = Field(default_factory=dict)
    """Or so many of these lines, by their ids; then the amount has to be said."""
    key: str = text(40, 8)
    """Made anew for each form that is shown, so that one that is sent twice counts once."""
    seen: Annotated[int, Field(ge=0)] | None = None
    """What had gone back when the form was shown, in paise."""


class ReturnForm(Form):
    """Why it is to go back, in the buyer's words."""

    reason: str = text(300)


class ShipForm(Form):
    tracking_number: str | None = maybe(80)
    instead_of: str | None = maybe(80)
    """The tracking number that it takes the place of, of an order that is on its way."""


class StatusForm(ShipForm):
    """Where staff move an order to; the number of its parcel, where it is shipped by that."""

    status: Literal["confirmed", "shipped", "delivered", "cancelled"]
