"""The checkout's three steps: what each asks for, and how far somebody has come.

What was typed is the only state there is. A step is done when what was typed for it will do, so that nothing can be skipped by
an address, and what was changed later is checked again.
"""

from collections.abc import Mapping
from enum import StrEnum

from storefront.core.errors import Invalid
from storefront.core.forms import Form, no_controls, parse
from storefront.domain.accounts.postal import place_of
from storefront.domain.orders.forms import CheckoutForm, ContactForm, ParcelForm

Typed = Mapping[str, str]
"""By the name of the field, as it was typed."""

LONGEST = 1000
"""What is kept of one field, so that a form which is too long for its own rule is shown again, but no novel is kept."""


class Step(StrEnum):
    CONTACT = "contact"
    DELIVERY = "delivery"
    PAYMENT = "payment"

    @classmethod
    def named(cls, name: str, otherwise: "Step") -> "Step":
        """The step of this name; the other one where there is none."""
        return cls(name) if name in list(cls) else otherwise


_FIELDS = {
    Step.CONTACT: ("email", "phone", "address", "name", "pin", "city", "state", "street", "save", "gstin"),
    Step.DELIVERY: ("delivery", "note"),
    Step.PAYMENT: ("pay",),
}
_FORMS: dict[Step, type[Form]] = {Step.CONTACT: ContactForm, Step.DELIVERY: ParcelForm, Step.PAYMENT: CheckoutForm}
FIELDS = frozenset(field for fields in _FIELDS.values() for field in fields)
CHECKED = FIELDS & CheckoutForm.model_fields.keys() - {"pay"}
"""Those that are checked one by one, as one leaves them."""


def merged(before: Typed, step: Step, sent: Typed) -> dict[str, str]:
    """What was typed before with what this step has sent in its place: a box that is not sent was not ticked."""
    boxes = {"save": ""} if step is Step.CONTACT else {}
    known = {name: no_controls(value)[:LONGEST] for name, value in sent.items() if name in FIELDS}
    return {**before, **boxes, **known}


def troubles(step: Step, typed: Typed) -> dict[str, str]:
    """What is wrong with this step: field → sentence."""
    try:
        parse(_FORMS[step], dict(typed))
    except Invalid as refused:
        return refused.errors
    return {}


def trouble_with(field: str, value: str) -> str:
    """The sentence that this one field deserves; '' when it will do."""
    try:
        parse(CheckoutForm, {field: value})
    except Invalid as refused:
        return refused.errors.get(field, "")
    return ""


def offered(typed: Typed) -> dict[str, str]:
    """City and state by the PIN code, for those of the two that are still empty."""
    place = None if trouble_with("pin", typed.get("pin", "")) else place_of(typed["pin"].replace(" ", "").replace("-", ""))
    if place is None:
        return {}
    named = {"city": place.city, "state": place.state}
    return {field: value for field, value in named.items() if value and not typed.get(field)}


def first_open(typed: Typed) -> Step:
    """The first step that is not done; payment, which ends the checkout, is never done."""
    return next((step for step in (Step.CONTACT, Step.DELIVERY) if troubles(step, typed)), Step.PAYMENT)


def reachable(typed: Typed, wanted: Step) -> Step:
    """The wanted step, or the first open one if that comes before it."""
    steps = list(Step)
    return min(wanted, first_open(typed), key=steps.index)


def step_of(errors: Mapping[str, str], otherwise: Step) -> Step:
    """The first step that has one of these errors."""
    return next((step for step in Step if errors.keys() & set(_FIELDS[step])), otherwise)
