"""Customers and staff, with what they keep with the shop."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from storefront.core.adopting import Adopted, known_ids
from storefront.core.clock import in_india, now
from storefront.core.db import transaction
from storefront.core.errors import Invalid
from storefront.core.forms import Form, parse
from storefront.core.money import paise
from storefront.domain.accounts import Preferences, Role
from storefront.domain.accounts.address_forms import SavedAddressForm
from storefront.domain.accounts.forms import Email, Phone
from storefront.domain.accounts.passwords import is_hash
from storefront.domain.accounts.services.adopting import Newcomer, adopt_accounts
from storefront.domain.cart.adopting import Piece, adopt_bags
from storefront.domain.catalog.models import Product
from storefront.domain.moving.collection import Notes
from storefront.domain.moving.shelf import picture
from storefront.domain.moving.values import (
    Document,
    because,
    checked,
    day,
    derived_key,
    each,
    flag,
    key,
    line,
    moment,
    nested,
    objects,
    rupees,
    stamps,
    texts,
    whole,
)
from storefront.domain.wishlist.adopting import adopt_wishes

_GENDERS = ("male", "female", "other")
_MOST_PIECES, _MOST_WISHES, _MOST_ADDRESSES = 100, 200, 20


class _Reached(Form):
    email: Email


class _Called(Form):
    phone: Phone


@dataclass(frozen=True)
class Customer:
    """An account with its bag and wishlist."""

    account: Newcomer
    bag: list[Piece] = field(default_factory=list)
    wishes: list[str] = field(default_factory=list)


def read(document: Document, own: str, notes: Notes) -> Customer:
    """LeftOut without an e-mail address, which is what an account is known by."""
    email = checked(_Reached, {"email": document.get("email")}).email
    row: Document = {
        "id": own,
        "email": email,
        "username": _username(document, email),
        "firstname": line(document.get("firstname"), 80),
        "lastname": line(document.get("lastname"), 80),
        "contact": line(document.get("contact"), 30),
        "password_hash": _hash(document, notes),
        "role": Role.ADMIN if line(document.get("role"), 20).lower() == "admin" else Role.USER,
        "is_active": flag(document.get("isActive"), True),
        "email_verified_at": None,
        "avatar": (found := picture(document.get("avatar"))) and found[:500],
        "date_of_birth": _birthday(document.get("dateOfBirth")),
        "gender": gender if (gender := line(document.get("gender"), 10).lower()) in _GENDERS else None,
        "preferences": _preferences(nested(document.get("preferences"))),
        "last_login_at": moment(document.get("lastLogin")),
        **stamps(document, own),
    }
    account = Newcomer(row, _addresses(document, row, notes))
    return Customer(account, _bag(document, row["updated_at"]), _wishes(document))


def write(customers: Sequence[Customer]) -> Adopted:
    """Accounts, and the bags and wishlists of those that are new or were changed; pieces that are not in the shop are told."""
    with transaction():
        adopted = adopt_accounts([one.account for one in customers])
        taken = [one for one in customers if one.account.row["id"] in adopted.taken]
        wanted = {piece.product_id for one in taken for piece in one.bag} | {wish for one in taken for wish in one.wishes}
        there = known_ids(Product.id, wanted)
        adopt_bags({_id(one): [piece for piece in one.bag if piece.product_id in there] for one in taken})
        adopt_wishes({_id(one): [wish for wish in one.wishes if wish in there] for one in taken})
        for one in taken:
            lost = {*one.wishes, *(piece.product_id for piece in one.bag)} - there
            adopted.told += [(_id(one), f"The product {product} of its bag or wishlist is not in the shop.") for product in lost]
        return adopted


def _id(customer: Customer) -> str:
    return str(customer.account.row["id"])


def _username(document: Document, email: str) -> str:
    return line(document.get("username"), 60) or (email if len(email) <= 60 else email.partition("@")[0][:60])


def _hash(document: Document, notes: Notes) -> str | None:
    given = document.get("password")
    if isinstance(given, str) and is_hash(given):
        return given
    notes.append("Its password is no bcrypt hash; the customer has to ask for a new one.")
    return None


def _birthday(given: Any) -> date | None:
    found = day(given)
    return found if found and date(1900, 1, 1) <= found <= in_india(now()).date() else None


def _preferences(given: Document) -> dict[str, Any]:
    prices = nested(given.get("priceRange"))
    least, most = (None if (one := rupees(prices.get(name))) is None else paise(one) for name in ("min", "max"))
    kept = Preferences(tuple(texts(each(given.get("categories")), 80, 50)), least, most)
    return kept.to_json() if kept else {}


def _addresses(document: Document, row: Document, notes: Notes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for at, one in enumerate(objects(document.get("addresses"))[:_MOST_ADDRESSES]):
        try:
            found.append(_address(one, at, row))
        except Invalid as refused:
            notes.append(f"An address was left out: {because(refused)}")
    return _with_defaults(found)


def _address(said: Document, at: int, row: Document) -> dict[str, Any]:
    texts_only = {name: line(said.get(name), 300) for name in ("street", "city", "state", "zipCode", "country", "name", "type")}
    phone = line(said.get("phone"), 30)
    given = {name: value for name, value in texts_only.items() if value}
    form = parse(SavedAddressForm, {**given, **({"phone": phone} if _is_phone(phone) else {})})
    own = said.get("_id", said.get("id"))
    stamped = {"created_at": row["created_at"], "updated_at": row["updated_at"]}
    return {
        "id": key(own) or derived_key(row["id"], "address", own or at),
        "user_id": row["id"],
        **form.model_dump(exclude={"is_default"}),
        "name": form.name or f"{row['firstname']} {row['lastname']}".strip(),
        "phone": form.phone or row["contact"],
        "is_default": flag(said.get("isDefault"), False),
        **stamped,
    }


def _is_phone(phone: str) -> bool:
    try:
        return bool(parse(_Called, {"phone": phone}))
    except Invalid:
        return False


def _with_defaults(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each type exactly one is the default: the first that says so, else the first."""
    chosen: dict[str, str] = {}
    for one in sorted(places, key=lambda place: not place["is_default"]):
        chosen.setdefault(one["type"], one["id"])
    return [{**one, "is_default": chosen[one["type"]] == one["id"]} for one in places]


def _bag(document: Document, otherwise: datetime) -> list[Piece]:
    pieces = []
    for one in objects(document.get("cart"))[:_MOST_PIECES]:
        product = key(one.get("productId", one.get("product")))
        quantity = whole(one.get("quantity", 1), 0, 99)
        if product and quantity:
            options = {line(name, 60): line(value, 80) for name, value in nested(one.get("options")).items() if line(value, 80)}
            pieces.append(Piece(product, quantity, options, moment(one.get("addedAt")) or otherwise))
    return pieces


def _wishes(document: Document) -> list[str]:
    found = (key(nested(one).get("productId", one)) for one in each(document.get("wishlist")))
    return list(dict.fromkeys(one for one in found if one))[:_MOST_WISHES]
