"""What people keep with the shop: addresses, and pieces that they wish for."""

from typing import Any

from storefront.core.forms import parse
from storefront.domain.accounts import Person, services
from storefront.domain.accounts.address_forms import SavedAddressForm
from storefront.domain.accounts.forms import ProfileForm
from storefront.domain.accounts.queries import SavedAddress

HOME = {"street": "14 Champa Lane", "city": "Pune", "state": "Maharashtra", "zipCode": "411004", "country": "India"}


def an_address(person: Person, **said: Any) -> SavedAddress:
    """One more address of this person, in Pune unless said otherwise. Fields as in JSON."""
    return services.add_address(person, parse(SavedAddressForm, {**HOME, **said}))


def who_likes(person: Person, *categories: str, **prices: int) -> None:
    """This person's preferences from now on: categories, and `min` and `max` in rupees."""
    form = parse(ProfileForm, {"preferences": {"categories": list(categories), "priceRange": prices}})
    services.edit_profile(person, form)
